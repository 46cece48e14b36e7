package io.tidecast.app.crash;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidecast.app.exit.StopSignal;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `benchmarks/run scale`.
@Command(name = "benchmarks/run scale", mixinStandardHelpOptions = true, description = {
        "Measures many series: what loading them takes, going on after a stop, and coming back from the changelogs alone. Broker and"
                + " instances run in processes of their own. Every combination is measured where each instance has a partition.",
        "Prints rates, times, memory and disk beside the plan. Exit code 1: a series had lost its past."})
final class ScaleBenchmark implements Callable<Integer> {
    private static final String ROW = "%10s %5s %5s %10s %19s %9s %9s %9s %9s %9s %9s %9s%n";

    @Option(names = "--keys", split = ",", defaultValue = "1000,10000,100000", paramLabel = "N", description = "Series"
            + " (default: ${DEFAULT-VALUE}).")
    private List<Integer> keys = List.of();

    @Option(names = "--readings", defaultValue = "3", paramLabel = "N", description = "Readings of each (default: ${DEFAULT-VALUE}).")
    private int readings;

    @Option(names = "--partitions", split = ",", defaultValue = "4", paramLabel = "N", description = "Partitions of the readings"
            + " (default: ${DEFAULT-VALUE}).")
    private List<Integer> partitions = List.of();

    @Option(names = "--instances", split = ",", defaultValue = "1", paramLabel = "N", description = "Instances of the application"
            + " (default: ${DEFAULT-VALUE}).")
    private List<Integer> instances = List.of();

    @Option(names = "--heap", defaultValue = "1024", paramLabel = "MB", description = "Heap of each (default: ${DEFAULT-VALUE}).")
    private int heap;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A key of the configuration; any number of times.")
    private List<String> settings = List.of();

    @Option(names = "--rounds", defaultValue = "1", paramLabel = "N", description = "Turns of each combination (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--json", paramLabel = "FILE", description = "Write every single measurement there as well.")
    private @Nullable Path json;

    /// Measures and prints.
    public static void main(String[] args) {
        System.exit(new CommandLine(new ScaleBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        Map<ScaleSetup, List<ScaleResult>> results = new LinkedHashMap<>();
        try (var stop = StopSignal.listen()) {
            for (int round = 0; round < rounds; round++) {
                for (ScaleSetup setup : setups()) {
                    ScaleResult result = ScaleRun.of(setup, stop);
                    System.err.println(result);
                    results.computeIfAbsent(setup, _ -> new ArrayList<>()).add(result);
                }
            }
        }
        print(results);
        System.out.printf("%d cores; %s %s; load average %.1f at the start%n",
                Runtime.getRuntime().availableProcessors(), System.getProperty("os.name"), Runtime.version(),
                load);
        List<ScaleResult> all = results.values().stream().flatMap(List::stream).toList();
        if (json != null) {
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build()
                    .writeValue(json.toFile(), all);
        }
        return all.stream().allMatch(result -> result.restart().knowsAll() && result.restore().knowsAll())
                ? 0
                : 1;
    }

    private List<ScaleSetup> setups() {
        return keys.stream().flatMap(some -> partitions.stream().flatMap(parts -> instances.stream()
                .filter(count -> count <= parts)
                .map(count -> new ScaleSetup(some, readings, parts, count, heap, settings)))).toList();
    }

    private void print(Map<ScaleSetup, List<ScaleResult>> results) {
        System.out.printf("%d readings of each series, %d MB of heap for each instance, %s%n", readings, heap,
                settings.isEmpty() ? "default model" : String.join(" ", settings));
        System.out.printf(ROW, "", "parti-", "in-", "", "least .. most", "memory", "broker's", "restart",
                "restore", "stores", "planned", "topics");
        System.out.printf(ROW, "series", "tions", "stances", "readings/s", "", "MB", "MB", "s", "s", "MB",
                "MB", "MB");
        results.forEach((setup, of) -> System.out.printf(ROW, "%,d".formatted(setup.keys()),
                setup.partitions(),
                setup.instances(), median(of, ScaleResult::readingsPerSecond), spread(of),
                median(of, ScaleResult::memory), median(of, ScaleResult::brokerMemory),
                tenths(of, result -> result.restart().running()),
                tenths(of, result -> result.restore().running()),
                median(of, result -> result.restore().stores()), median(of, ScaleResult::planned),
                median(of, ScaleResult::topics)));
        ScaleResult.Start worst = results.values().stream().flatMap(List::stream)
                .flatMap(result -> Stream.of(result.restart(), result.restore()))
                .min(Comparator.comparingInt(start -> start.withTheirPast() - start.series()))
                .orElseThrow();
        System.out.printf(
                """
                        Memory: the most that all instances had; restart and restore: until all run; stores: after the restore; topics: with the \
                        changelogs, compressed.
                        After each start up to %,d series had one more reading; where fewest of them knew the one before, %,d of %,d did.
                        """,
                ScaleRun.AFTER_A_START, worst.withTheirPast(), worst.series());
    }

    private static String median(List<ScaleResult> of, ToDoubleFunction<ScaleResult> what) {
        return "%,.0f".formatted(middle(of, what));
    }

    private static String tenths(List<ScaleResult> of, ToDoubleFunction<ScaleResult> what) {
        return "%,.1f".formatted(middle(of, what));
    }

    private static String spread(List<ScaleResult> of) {
        var rates = of.stream().mapToDouble(ScaleResult::readingsPerSecond).summaryStatistics();
        return "%,.0f .. %,.0f".formatted(rates.getMin(), rates.getMax());
    }

    /// The upper one of two.
    private static double middle(List<ScaleResult> of, ToDoubleFunction<ScaleResult> what) {
        double[] sorted = of.stream().mapToDouble(what).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
