package io.tidecast.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.model.forecast.Reading;
import io.tidecast.model.forecast.SharedNetwork;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the planner says against what is there, within 15 %.
class SizePlanTest {
    private static final double TOLERANCE = 0.15;
    private static final int SERIES = 200;
    /// Of the small ones, so that what else comes and goes on the heap counts little.
    private static final int SMALL_SERIES = 2_000;
    private static final int KEY_BYTES = 10;

    @TempDir
    private Path directory;

    private static ForecastOptions options(NetworkSettings.Kind cell, int hiddenSize) {
        return ForecastOptions.DEFAULT.withForecaster(
                ForecasterOptions.DEFAULT.withNetwork(NetworkSettings.DEFAULT.with(cell, hiddenSize)));
    }

    @ParameterizedTest
    @CsvSource({"LSTM, 32", "LSTM, 8", "GRU, 16"})
    void heapOfALiveSeries(NetworkSettings.Kind cell, int hiddenSize) {
        ForecastOptions options = options(cell, hiddenSize);
        var alive = new Series[2 * SERIES];
        fill(alive, 0, SERIES, options, null);
        long before = usedHeap();
        fill(alive, SERIES, SERIES, options, null);
        double measured = (double) (usedHeap() - before) / SERIES;
        assertWithin(measured, (double) SizePlan.of(options, KEY_BYTES).heapBytes());
        assertEquals(16, alive[alive.length - 1].number());
    }

    @ParameterizedTest
    @CsvSource({"LSTM, 32, FULL, all", "LSTM, 32, LEAN, all", "LSTM, 32, LEAN, few", "GRU, 8, LEAN, few",
            "LSTM, 64, LEAN, few"})
    void heapOfASeriesThatSharesItsWeights(NetworkSettings.Kind cell, int hiddenSize,
            ForecasterOptions.SeasonMemory memory, String experts) {
        ForecasterOptions base = ForecasterOptions.DEFAULT.withNetwork(NetworkSettings.DEFAULT
                .with(cell, hiddenSize).withWeights(NetworkSettings.Weights.SHARED))
                .withSeasonMemory(memory);
        ForecastOptions options = ForecastOptions.DEFAULT.withForecaster(
                experts.equals("few") ? base.withExperts(ExpertKind.PERSISTENCE, ExpertKind.RNN) : base);
        var alive = new Series[2 * SMALL_SERIES];
        SharedNetwork network = SharedNetwork.of(options.forecaster());
        fill(alive, 0, SMALL_SERIES, options, network);
        long before = usedHeap();
        fill(alive, SMALL_SERIES, SMALL_SERIES, options, network);
        double measured = (double) (usedHeap() - before) / SMALL_SERIES;
        assertWithin(measured, (double) SizePlan.of(options, KEY_BYTES).heapBytes());
        assertEquals(16, alive[alive.length - 1].number());
    }

    private static void fill(Series[] alive, int from, int count, ForecastOptions options,
            @Nullable SharedNetwork network) {
        for (int i = from; i < from + count; i++) {
            alive[i] = new Series(options.forecaster(), 5, Forecaster::step, network);
            for (int n = 1; n <= 16; n++) {
                alive[i].apply(new SeriesInput.Observed(new Reading(n * 600_000L, n)));
            }
        }
    }

    private static long usedHeap() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @ParameterizedTest
    @CsvSource({"LSTM, 8", "ELMAN, 4"})
    void changelogStoreAndRestore(NetworkSettings.Kind cell, int hiddenSize) {
        ForecastOptions options = options(cell, hiddenSize);
        SizePlan plan = SizePlan.of(options, KEY_BYTES);
        int readings = 4 * plan.snapshotEvery() + 40;
        Map<String, byte[]> compacted = new HashMap<>();
        long bytes = 0;
        long records = 0;
        try (var topology = new DrivenTopology(options, directory)) {
            for (int n = 0; n < readings; n++) {
                for (int key = 0; key < 8; key++) {
                    topology.send("series-%03d".formatted(key), SampleSeries.START + n * SampleSeries.STEP,
                            n % 7);
                }
            }
            for (String store : List.of(ForecastTopology.SNAPSHOTS_STORE, ForecastTopology.JOURNAL_STORE)) {
                for (TestRecord<byte[], byte[]> record : topology.changelog(store)) {
                    bytes += size(record);
                    records++;
                    compacted.put(
                            store + new String(record.key(), java.nio.charset.StandardCharsets.ISO_8859_1),
                            record.value());
                }
            }
        }
        assertEquals(8L * readings, records, "one record for each reading");
        assertWithin((double) bytes / records, plan.readingBytes() - SizePlan.RECORD_OVERHEAD);
        long kept = compacted.entrySet().stream()
                .mapToLong(entry -> entry.getKey().replaceFirst("tidecast-(snapshots|journal)", "").length()
                        + entry.getValue().length)
                .sum();
        assertWithin(kept / 8.0, (double) plan.storeBytes());
        assertWithin(compacted.size() / 8.0, plan.restoreRecords());
    }

    private static int size(TestRecord<byte[], byte[]> record) {
        return record.key().length + record.value().length;
    }

    @Test
    void aLargerModelTakesMore() {
        assertTrue(SizePlan.of(options(NetworkSettings.Kind.LSTM, 64), KEY_BYTES).storeBytes() > SizePlan
                .of(options(NetworkSettings.Kind.LSTM, 16), KEY_BYTES).storeBytes());
    }

    private static void assertWithin(double measured, double planned) {
        assertEquals(measured, planned, TOLERANCE * measured);
    }
}
