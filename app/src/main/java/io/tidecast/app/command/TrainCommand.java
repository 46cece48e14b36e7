package io.tidecast.app.command;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.backtest.RowRange;
import io.tidecast.app.backtest.Series;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.log.Terminal;
import io.tidecast.app.train.OfflineTraining;
import io.tidecast.app.train.TrainingOptions;
import io.tidecast.connectors.csv.CsvFiles;
import io.tidecast.connectors.reading.BadRows;
import io.tidecast.connectors.reading.ReadingSource;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.PretrainedWeights;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.train.Trainer.Epoch;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `tidecast train`.
@Command(name = "train", description = {
        "Train the network offline on CSV series, and write weights that 'run', 'demo' and 'backtest' start every series from.",
        "",
        "The inputs and targets are those of the pipeline: the scaled step to the next reading. Use the weights with"
                + " --set model.weights=FILE, and with --set weights=frozen if they shall not learn on."}, footer = {
                        "", "Examples:",
                        "  tidecast train --input plant.csv.gz --time date --weights plant.safetensors",
                        "  tidecast train --input a.csv --rows 0:0.2 --cell gru --hidden-size 16 --epochs 100 --weights a.safetensors",
                        "  tidecast backtest --input a.csv --score-rows 0.25:1.0 --set model.weights=a.safetensors"
                                + " --cell gru --hidden-size 16"})
final class TrainCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private InputOptions input = new InputOptions();

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--weights", required = true, paramLabel = "FILE", description = "Safetensors file to write.")
    private Path weights = Path.of("");

    @Option(names = "--rows", converter = RowRangeConverter.class, paramLabel = "A:B", description = {
            "Use only these rows of each series; shares such as 0:0.2 are allowed (default: all)."})
    private RowRange rows = RowRange.ALL;

    @Option(names = "--epochs", defaultValue = "50", paramLabel = "N", description = "Most passes over the rows (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(names = "--batch-size", defaultValue = "8", paramLabel = "N", description = "Sequences in a batch, at least one for each series (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Option(names = "--sequence-length", defaultValue = "16", paramLabel = "N", description = "Steps of truncated BPTT (default: ${DEFAULT-VALUE}).")
    private int sequenceLength;

    @Option(names = "--validation", defaultValue = "0.2", paramLabel = "SHARE", description = "Share of each series, its end, that is not learnt from (default: ${DEFAULT-VALUE}).")
    private double validation;

    @Option(names = "--patience", defaultValue = "5", paramLabel = "N", description = {
            "Stop after so many epochs without improvement on the validation rows; 0: never (default: ${DEFAULT-VALUE})."})
    private int patience;

    @Override
    public Integer call() {
        CommandSpec command = requireNonNull(spec);
        if (!input.given()) {
            throw new ParameterException(command.commandLine(), "say what to train on: --input FILE...");
        }
        requireNumbers();
        common.quietLogs();
        var options = new TrainingOptions(rows, epochs, batchSize, sequenceLength, validation, patience);
        ForecasterOptions forecaster = model.forecaster();
        PrintWriter errors = command.commandLine().getErr();
        try (var stop = StopSignal.listen()) {
            var training = new OfflineTraining(read(new BadRows(errors::println)), forecaster, options);
            RecurrentNetwork network = train(training, errors, stop);
            PretrainedWeights.toFile(network, forecaster).write(weights);
            command.commandLine().getOut().println("weights written to " + weights);
            return ExitCode.OK.number();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.ENVIRONMENT, "cannot write %s: %s".formatted(weights, e), e);
        }
    }

    private void requireNumbers() {
        common.require(epochs > 0, "--epochs", "at least 1", epochs);
        common.require(batchSize > 0, "--batch-size", "at least 1", batchSize);
        common.require(sequenceLength > 0, "--sequence-length", "at least 1", sequenceLength);
        common.require(validation >= 0 && validation < 1, "--validation", "from 0 to less than 1",
                validation);
        common.require(patience >= 0, "--patience", "at least 0", patience);
    }

    private List<Series> read(BadRows badRows) {
        try (ReadingSource source = CsvFiles.open(input.toCsvInput(), badRows)) {
            return Series.readAll(source);
        }
    }

    private RecurrentNetwork train(OfflineTraining training, PrintWriter out, StopSignal stop) {
        var bar = Terminal.progressBar("train").setUnit(" epochs", 1).setInitialMax(epochs);
        try (var progress = Terminal.isAttached() ? bar.build() : null) {
            Consumer<Epoch> listener = epoch -> {
                if (stop.requested()) {
                    throw new CommandFailure(ExitCode.INTERRUPTED, "stopped; no weights are written");
                }
                if (progress == null) {
                    out.println(line(epoch));
                } else {
                    progress.step().setExtraMessage(line(epoch));
                }
            };
            return training.run(listener);
        }
    }

    private static String line(Epoch epoch) {
        return String.format(Locale.ROOT, "epoch %d: training loss %.5f", epoch.number(),
                epoch.trainingLoss())
                + (Double.isNaN(epoch.validationLoss())
                        ? ""
                        : String.format(Locale.ROOT, ", validation loss %.5f", epoch.validationLoss()));
    }
}
