package io.tidecast.app.command;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.plan.ClusterPlan;
import io.tidecast.topology.ForecastOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidecast plan`.
@Command(name = "plan", description = {
        "Say what so many series at such a rate take: heap, disk, changelog traffic, restore time, partitions and instances.",
        "",
        "Sizes come from real states of the model; its speed is measured for a few seconds on this machine."}, footer = {
                "", "Examples:", "  tidecast plan --keys 10000 --rate 2000",
                "  tidecast plan --keys 1000000 --rate 20000 --cell elman --hidden-size 4 --heap-gb 8"})
final class PlanCommand implements Callable<Integer> {
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

    @Override
    public Integer call() {
        common.quietLogs();
        ForecastOptions options = model.forecastOptions();
        var plan = ClusterPlan.of(options, keys, rate, keyBytes, (long) heapGigabytes << 30, cores);
        List<Map.Entry<String, String>> rows = plan.rows(options);
        System.out.println(AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, rows, List.of(
                new Column().header("%,d series, %,.0f readings/s, %s".formatted(keys, rate,
                        options.forecaster().modelId())).dataAlign(HorizontalAlign.LEFT)
                        .headerAlign(HorizontalAlign.LEFT).with(Map.Entry::getKey),
                new Column().header("").dataAlign(HorizontalAlign.RIGHT).with(Map.Entry::getValue))));
        plan.warnings(options).forEach(System.out::println);
        return ExitCode.OK.number();
    }
}
