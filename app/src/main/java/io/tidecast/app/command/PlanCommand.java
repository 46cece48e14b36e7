package io.tidecast.app.command;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.output.TextTable;
import io.tidecast.app.plan.ClusterPlan;
import io.tidecast.app.plan.ModelSpeed;
import io.tidecast.topology.ForecastOptions;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tidecast plan`.
@Command(name = "plan", description = {
        "Say what so many series at such a rate take: heap, disk, changelog traffic, restore time, partitions and instances.",
        "",
        "Sizes come from real states of the model; its speed is measured on this machine, for a few seconds, or up to half a minute when it is busy."}, footer = {
                "", "Examples:", "  tidecast plan --keys 10000 --rate 2000",
                "  tidecast plan --keys 1000000 --rate 20000 --cell elman --hidden-size 4 --heap-gb 8"})
final class PlanCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(names = "--keys", required = true, paramLabel = "N", description = "Series.")
    private long keys;

    @Option(names = "--rate", required = true, paramLabel = "R", description = "Readings in a second, of all series together.")
    private double rate;

    @Option(names = "--key-bytes", defaultValue = "24", paramLabel = "N", description = "Bytes of a series id (default: ${DEFAULT-VALUE}).")
    private int keyBytes;

    @Option(names = "--heap-gb", defaultValue = "4", paramLabel = "N", description = "Heap of an instance, GB (default: ${DEFAULT-VALUE}).")
    private int heapGigabytes;

    @Option(names = "--cores", defaultValue = "2", paramLabel = "N", description = "Processor cores of an instance (default: ${DEFAULT-VALUE}).")
    private int cores;

    @Mixin
    private OutputOptions output = new OutputOptions();

    /// What is printed for programs.
    private record Result(String model, ClusterPlan plan, double restoreSeconds, List<String> warnings) {}

    @Override
    public Integer call() {
        common.require(keys > 0, "--keys", "at least 1", keys);
        common.require(rate > 0 && rate < Double.POSITIVE_INFINITY, "--rate", "a number above 0", rate);
        common.require(keyBytes > 0, "--key-bytes", "at least 1", keyBytes);
        common.require(heapGigabytes > 0, "--heap-gb", "at least 1", heapGigabytes);
        common.require(cores > 0, "--cores", "at least 1", cores);
        common.quietLogs();
        ForecastOptions options = model.forecastOptions();
        var plan = ClusterPlan.of(options, ModelSpeed.measure(options.forecaster()), keys, rate, keyBytes,
                (long) heapGigabytes << 30, cores);
        List<String> warnings = plan.warnings(options);
        String modelId = options.forecaster().modelId();
        output.print(requireNonNull(spec).commandLine().getOut(), () -> {
            var table = new TextTable("%,d series, %,.0f readings/s, %s".formatted(keys, rate, modelId), "")
                    .numbersFrom(1);
            plan.rows(options).forEach(row -> table.row(row.getKey(), row.getValue()));
            return String.join(System.lineSeparator(), List.of(table.toString(),
                    String.join(System.lineSeparator(), warnings))).stripTrailing();
        }, () -> new Result(modelId, plan, plan.restoreSeconds(), warnings));
        return ExitCode.OK.number();
    }
}
