package io.tidecast.app.command;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.model.ModelFile;
import io.tidecast.app.model.ModelFile.Format;
import io.tidecast.app.model.SequenceRun;
import io.tidecast.connectors.csv.NumberTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tidecast model`.
@Command(name = "model", synopsisSubcommandLabel = "COMMAND", description = {
        "Look at networks in files, exchange them with PyTorch and ONNX, and run them.", "",
        "The end of a file's name says its format: .safetensors (PyTorch's state_dict names) or .onnx."}, footer = {
                "",
                "Examples:", "  tidecast model show plant.safetensors",
                "  tidecast model run --weights plant.safetensors --input inputs.csv --output outputs.csv"})
final class ModelCommand {
    private static final String OUTPUT = "File to write.";

    @Spec
    private @Nullable CommandSpec spec;

    /// Here for its options alone.
    @SuppressWarnings("UnusedVariable")
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Print a network's shape, tensors and metadata.", footer = {
            "", "Examples:", "  tidecast model show plant.safetensors"})
    int show(@Parameters(paramLabel = "FILE", description = "Model file.") Path file,
            @Mixin OutputOptions output) {
        ModelFile.Description description = ModelFile.read(file).describe();
        output.print(requireNonNull(spec).commandLine().getOut(), description::toText, () -> description);
        return ExitCode.OK.number();
    }

    @Command(name = "import", mixinStandardHelpOptions = true, description = {
            "Turn a model of another tool (safetensors of a PyTorch module, or ONNX) into one of ours: safetensors with"
                    + " our names and the network's shape as metadata."}, footer = {"", "Examples:",
                            "  tidecast model import torch.safetensors --output plant.safetensors"})
    int importModel(@Parameters(paramLabel = "FILE", description = "Model file.") Path file,
            @Option(names = {"-o",
                    "--output"}, required = true, paramLabel = "FILE", description = OUTPUT) Path output) {
        if (Format.of(output) != Format.SAFETENSORS) {
            throw new CommandFailure(ExitCode.USAGE,
                    "--output must be called *.safetensors, got %s; 'tidecast model export' writes ONNX"
                            .formatted(output));
        }
        return copy(file, output);
    }

    @Command(name = "export", mixinStandardHelpOptions = true, description = "Write a network for other tools: ONNX, or safetensors for PyTorch.", footer = {
            "", "Examples:", "  tidecast model export plant.safetensors --output plant.onnx"})
    int export(@Parameters(paramLabel = "FILE", description = "Model file.") Path file,
            @Option(names = {"-o",
                    "--output"}, required = true, paramLabel = "FILE", description = OUTPUT) Path output) {
        return copy(file, output);
    }

    @Command(name = "convert", mixinStandardHelpOptions = true, description = "Turn one format into the other.", footer = {
            "", "Examples:", "  tidecast model convert plant.onnx --output plant.safetensors"})
    int convert(@Parameters(paramLabel = "FILE", description = "Model file.") Path file,
            @Option(names = {"-o",
                    "--output"}, required = true, paramLabel = "FILE", description = OUTPUT) Path output) {
        return copy(file, output);
    }

    @Command(name = "run", mixinStandardHelpOptions = true, description = {
            "Run a network over a sequence, one row a step, from a state of zero: input columns in, output columns out."}, footer = {
                    "", "Examples:",
                    "  tidecast model run --weights plant.onnx --input inputs.csv --output outputs.csv"})
    int run(@Option(names = "--weights", required = true, paramLabel = "FILE", description = "Model file.") Path weights,
            @Option(names = {"-i",
                    "--input"}, required = true, paramLabel = "FILE", description = "CSV file with a header; a column for each input, in order.") Path input,
            @Option(names = "--columns", split = ",", paramLabel = "COL", description = "The columns to take (default: all).") @Nullable List<String> columns,
            @Option(names = {"-o",
                    "--output"}, required = true, paramLabel = "FILE", description = OUTPUT) Path output) {
        NumberTable inputs = NumberTable.read(input, columns == null ? new ArrayList<>() : columns);
        int rows = SequenceRun.run(ModelFile.read(weights).network(), inputs, output);
        say("%d rows written to %s".formatted(rows, output));
        return ExitCode.OK.number();
    }

    private int copy(Path from, Path to) {
        Format.of(to);
        ModelFile.read(from).write(to);
        say("written to " + to);
        return ExitCode.OK.number();
    }

    private void say(String text) {
        requireNonNull(spec).commandLine().getOut().println(text);
    }
}
