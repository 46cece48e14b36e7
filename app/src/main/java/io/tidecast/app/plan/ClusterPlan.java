package io.tidecast.app.plan;

import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.SizePlan;
import io.tidecast.topology.StateSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a number of series at a rate asks of a cluster.
///
/// @param series         what one of them takes
/// @param keys           series
/// @param rate           readings in a second
/// @param keyBytes       of a series id
/// @param heap           of an instance, bytes
/// @param speed          of the model
/// @param partitions     advised
/// @param instances      advised, by heap and cores
public record ClusterPlan(SizePlan series, long keys, double rate, int keyBytes, long heap,
        ModelSpeed speed, int partitions, int instances) {
    /// Share of the heap that live series and journal may take.
    private static final double HEAP_SHARE = 0.6;
    /// Share of a core that is the model's, the rest being Kafka's, at the rate that is planned for.
    private static final double MODEL_SHARE = 0.5;
    /// What a restore reads in a second: docs/operations.md.
    private static final double RESTORED_RECORDS = 80_000;
    /// A network of a gigabit.
    private static final double RESTORED_BYTES = 125e6;
    private static final int PARTITIONS_PER_CORE = 2;
    private static final int MEGABYTE = 1_000_000;
    private static final double GIGABYTE = 1 << 30;
    /// Sizes of smaller networks to look at, the largest first.
    private static final List<Integer> SMALLER = List.of(24, 16, 12, 8, 4);

    /// The plan.
    ///
    /// @param speed of the model
    /// @param heap  of an instance, bytes
    /// @param cores of an instance
    public static ClusterPlan of(ForecastOptions options, ModelSpeed speed, long keys, double rate,
            int keyBytes, long heap, int cores) {
        if (keys < 1 || !(rate > 0) || keyBytes < 1 || heap < 1 || cores < 1) {
            throw new IllegalArgumentException(
                    "keys, rate, key bytes, heap and cores must be more than 0, got %d, %s, %d, %d, %d"
                            .formatted(keys, rate, keyBytes, heap, cores));
        }
        SizePlan series = SizePlan.of(options, keyBytes);
        double neededCores = rate / (speed.readingsPerSecond() * MODEL_SHARE);
        double neededHeap = liveBytes(series, keys) / HEAP_SHARE;
        int instances = Math.max(1, (int) Math.ceil(Math.max(neededCores / cores, neededHeap / heap)));
        int partitions = Math.max(4, instances * cores * PARTITIONS_PER_CORE);
        return new ClusterPlan(series, keys, rate, keyBytes, heap, speed, partitions, instances);
    }

    /// Heap that all series need, live and journal. One whose snapshot is of its last reading needs none: it is back as soon as it is read.
    private static double liveBytes(SizePlan series, long keys) {
        return series.snapshotEvery() == 1
                ? 0
                : (double) keys * (series.heapBytes() + series.journalHeapBytes());
    }

    /// Seconds that the state of one instance takes to be restored.
    public double restoreSeconds() {
        double share = (double) keys / instances;
        return Math.max(share * series.restoreRecords() / RESTORED_RECORDS,
                share * series.changelogBytes() / RESTORED_BYTES);
    }

    /// Name and figure, in the order of a table.
    public List<Map.Entry<String, String>> rows(ForecastOptions options) {
        var rows = new ArrayList<>(List.of(row("snapshot of one series", "%,d bytes", series.snapshotBytes()),
                row("  largest record (record.max.bytes)", "%,d bytes", options.limits().maxRecordBytes()),
                row("  taken every", "%,d readings", series.snapshotEvery()),
                row("heap of one live series", "%,d bytes", series.heapBytes()),
                row("  and its journal", "%,d bytes", series.journalHeapBytes()),
                row("  all", "%,.0f MB",
                        (double) keys * (series.heapBytes() + series.journalHeapBytes()) / MEGABYTE),
                row("stores of one series", "%,d bytes", series.storeBytes()),
                row("  all", "%,.0f MB", (double) keys * series.storeBytes() / MEGABYTE),
                row("changelog of one series, compacted", "%,d bytes", series.changelogBytes()),
                row("  all", "%,.0f MB", (double) keys * series.changelogBytes() / MEGABYTE),
                row("changelog traffic, uncompressed", "%.2f MB/s", rate * series.readingBytes() / MEGABYTE),
                row("model's speed on one core here", "%,.0f readings/s", speed.readingsPerSecond()),
                row("instances advised", "%,d", instances), row("partitions advised", "%,d", partitions),
                row("restore of one instance", "%,.0f s", restoreSeconds())));
        if (options.sharesWeights()) {
            rows.add(row("shared weights of a partition", "%,d bytes",
                    StateSize.sharedBytes(options.forecaster())));
        }
        return rows;
    }

    /// What does not fit, in words.
    public List<String> warnings(ForecastOptions options) {
        var warnings = new ArrayList<String>();
        speed.doubt().ifPresent(warnings::add);
        if (series.snapshotBytes() + StateSize.LARGEST_KEY_AND_OVERHEAD > options.limits().maxRecordBytes()) {
            warnings.add(
                    "A snapshot does not fit into a record: make the model smaller, or raise record.max.bytes,"
                            + " producer.max.request.size and the brokers' message.max.bytes.");
        }
        if (liveBytes(series, keys) > heap * HEAP_SHARE) {
            warnings.add(advice(options));
        }
        double live = (double) keys / instances * series.heapBytes();
        if (live > options.state().liveBytes() && series.snapshotEvery() > 1) {
            warnings.add(
                    ("Set live.bytes=%.0f: the live series of an instance take so much, and those that do not fit are rebuilt"
                            + " at every reading.").formatted(live));
        }
        if (restoreSeconds() > 60) {
            warnings.add(
                    "A restore takes long: num.standby.replicas=1 keeps a second copy warm; a smaller model has less state.");
        }
        return warnings;
    }

    /// What to do when one instance does not hold all series.
    private String advice(ForecastOptions options) {
        ForecasterOptions model = options.forecaster();
        String smaller = SMALLER.stream().filter(hidden -> hidden < model.network().hiddenSize())
                .filter(hidden -> liveBytes(
                        SizePlan.of(options.withForecaster(model.withNetwork(
                                model.network().with(model.network().cell(), hidden))), keyBytes),
                        keys) <= heap * HEAP_SHARE)
                .findFirst()
                .map(hidden -> ", or model.hidden.size=%d, with which one holds them".formatted(hidden))
                .orElse("; no smaller network makes one hold them");
        return ("All series take %.1f GB of heap, and an instance of %.1f GB has %.1f GB for them: take %d instances%s."
                + " With weights=shared the series of a partition share one network: each then takes %,d bytes on disk and none on the heap.")
                .formatted(
                        liveBytes(series, keys) / GIGABYTE, heap / GIGABYTE, heap * HEAP_SHARE / GIGABYTE,
                        instances, smaller, SizePlan.of(sharing(options), keyBytes).storeBytes());
    }

    /// As `weights=shared` makes them.
    private static ForecastOptions sharing(ForecastOptions options) {
        ForecasterOptions model = options.forecaster();
        return options.withState(options.state().withSnapshotEvery(0)).withForecaster(model
                .withSeasonMemory(ForecasterOptions.SeasonMemory.LEAN)
                .withNetwork(model.network().withWeights(NetworkSettings.Weights.SHARED)));
    }

    private static Map.Entry<String, String> row(String name, String format, Object figure) {
        return Map.entry(name, String.format(java.util.Locale.ROOT, format, figure));
    }
}
