package io.tidecast.app.command;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.backtest.Series;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.tune.Metric;
import io.tidecast.app.tune.SearchSpace;
import io.tidecast.app.tune.SuccessiveHalving;
import io.tidecast.app.tune.TuneOptions;
import io.tidecast.app.tune.TuneReport;
import io.tidecast.model.forecast.SeriesFields;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tidecast tune`.
@Command(name = "tune", description = {
        "Search model options for CSV series by successive halving: many random configurations on few rows, the best third of them"
                + " on three times as many, and so on.",
        "",
        "Searched are model.cell, model.hidden.size, model.window, model.learning.rate, model.huber.delta,"
                + " model.scale.half.life.steps and model.combination; what is set on the command line stays as it is. At the end"
                + " the best is held against the defaults on rows that the search never saw."}, footer = {"",
                        "Examples:", "  tidecast tune --input plant.csv.gz --time date",
                        "  tidecast tune --input a.csv --configurations 81 --rounds 4 --metric interval-score",
                        "  tidecast tune --input a.csv --cell gru --horizon 24 --output json"})
final class TuneCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private EvaluatedSeries input = new EvaluatedSeries();

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--configurations", defaultValue = "27", paramLabel = "N", description = "Configurations of the first round, the defaults among them (default: ${DEFAULT-VALUE}).")
    private int configurations;

    @Option(names = "--rounds", defaultValue = "3", paramLabel = "N", description = "Rounds; the last one has all rows that are searched on (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--metric", defaultValue = "mse", paramLabel = "mse|mae|interval-score", converter = MetricConverter.class, description = {
            "What to make small, of the combined forecast on the later half of a round's rows (default: ${DEFAULT-VALUE})."})
    private Metric metric = Metric.MSE;

    @Option(names = "--held-out", defaultValue = "0.2", paramLabel = "SHARE", description = "Share of each series, its end, that the search never sees (default: ${DEFAULT-VALUE}).")
    private double heldOut;

    @Option(names = "--search-seed", defaultValue = "1", paramLabel = "N", description = "Seed of the random configurations (default: ${DEFAULT-VALUE}).")
    private long searchSeed;

    @Option(names = "--threads", defaultValue = "0", paramLabel = "N", description = "Configurations that are tried at the same time (default: one for each processor).")
    private int threads;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        CommandSpec command = requireNonNull(spec);
        requireNumbers();
        common.quietLogs();
        var options = new TuneOptions(configurations, rounds, metric, heldOut, searchSeed);
        SeriesFields fields = model.forecaster().fields();
        PrintWriter errors = command.commandLine().getErr();
        List<Series> series = input.read(fields, errors);
        int parallel = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        try (var stop = StopSignal.listen()) {
            TuneReport report = new SuccessiveHalving(series,
                    SearchSpace.DEFAULT.without(model.given().keySet()), options, model::forecaster, stop,
                    errors::println).run(parallel);
            if (stop.requested()) {
                throw new CommandFailure(ExitCode.INTERRUPTED, "stopped before the search was over");
            }
            command.commandLine().getOut()
                    .println(output.isJson() ? report.toJson() : report.toTable());
            return ExitCode.OK.number();
        }
    }

    private void requireNumbers() {
        common.require(configurations > 0, "--configurations", "at least 1", configurations);
        common.require(rounds > 0 && rounds <= 10, "--rounds", "from 1 to 10", rounds);
        common.require(heldOut > 0 && heldOut < 1, "--held-out", "more than 0 and less than 1", heldOut);
        common.require(threads >= 0, "--threads", "at least 0", threads);
    }
}
