package io.tidecast.topology;

import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.Reading;
import io.tidecast.model.forecast.SharedNetwork;
import io.tidecast.model.io.Snapshot;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.Bytes;

/// How large the state of one series is.
public final class StateSize {
    /// States up to this size are written whole at every reading.
    private static final int SMALL = 4 << 10;
    /// Bytes of snapshots for each reading, on average, that a larger state may cost.
    private static final int SNAPSHOT_BYTES_PER_READING = 512;
    private static final int MOST_BY_SIZE = 256;
    /// What a record has around key and value, at most.
    private static final int RECORD_OVERHEAD = 128;

    /// What stands around a snapshot in its record, at most: the longest key, and what Kafka adds.
    public static final int LARGEST_KEY_AND_OVERHEAD = SeriesKey.LONGEST + RECORD_OVERHEAD;

    private StateSize() {}

    /// Bytes of the snapshot of a series that has found its sampling interval.
    public static int snapshotBytes(ForecasterOptions options) {
        int most = 0;
        // The state grows with the number of intervals in a day, up to a limit.
        for (long interval : new long[]{60_000, 600_000, 3_600_000}) {
            var series = new Series(options, 1, Forecaster::step, SharedNetwork.of(options));
            for (int i = 1; i <= 16; i++) {
                series.apply(new SeriesInput.Observed(reading(options, i * interval)));
            }
            most = Math.max(most, series.snapshot().length);
        }
        return most;
    }

    /// Bytes of the weights that the series of a partition share, with the optimiser's moments, in one record; 0: they share none that
    /// learn.
    public static int sharedBytes(ForecasterOptions options) {
        SharedNetwork shared = SharedNetwork.of(options);
        return shared == null || !shared.learns() ? 0 : Snapshot.of(shared.weights()).length;
    }

    /// A new series; each run lets it take one more reading, as the pipeline does. For who measures how long that takes.
    public static Runnable series(ForecasterOptions options) {
        var series = new Series(options, 1, Forecaster::step, SharedNetwork.of(options));
        var time = new AtomicLong();
        return () -> series.apply(
                new SeriesInput.Observed(reading(options, time.addAndGet(600_000))));
    }

    /// Bytes of a reading in the journal, without its number. Inputs that are known ahead count as if there were none.
    static int journalBytes(ForecasterOptions options) {
        return new SeriesInput.Observed(reading(options, 0)).byteSize();
    }

    private static Reading reading(ForecasterOptions options, long time) {
        double[] values = new double[options.fields().targets().size()];
        // A wave, so that there is something to learn.
        Arrays.fill(values, StrictMath.sin(time / 7e6));
        return new Reading(time, values, new double[options.fields().inputs().size()],
                new double[options.fields().ahead().size()][0],
                new int[options.fields().attributes().size()]);
    }

    /// Readings from one snapshot to the next: as configured, or by the size of the state.
    public static int snapshotEvery(ForecastOptions options) {
        if (options.sharesWeights()) {
            return 1;
        }
        int configured = options.state().snapshotEvery();
        if (configured > 0) {
            return configured;
        }
        int bytes = snapshotBytes(options.forecaster());
        return bytes <= SMALL ? 1 : Math.clamp(bytes / SNAPSHOT_BYTES_PER_READING, 1, MOST_BY_SIZE);
    }

    static void requireFits(int snapshotBytes, Bytes key, InputLimits limits) {
        if (snapshotBytes + key.get().length + RECORD_OVERHEAD > limits.maxRecordBytes()) {
            throw new IllegalStateException(
                    "a snapshot must fit into a record of %d bytes (record.max.bytes), got %d bytes of state and %d of key"
                            .formatted(limits.maxRecordBytes(), snapshotBytes, key.get().length));
        }
    }
}
