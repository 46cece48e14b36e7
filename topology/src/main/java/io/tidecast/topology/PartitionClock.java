package io.tidecast.topology;

import io.tidecast.topology.DeadLetter.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/// The clock of a partition: the largest time of its accepted readings, rounded down. A function of the partition's log alone.
///
/// A single reading from the far future would make all that come after it late, so it is refused. But after a long gap in a partition
/// all its readings are far ahead of its clock: when [#RUN] of them come in a row and agree with one another, the clock follows.
///
/// It is rounded to a 64th of the smallest bound that it is needed for, at most an hour, so that it need not be stored at every reading.
final class PartitionClock {
    /// Readings in a row, far ahead of the clock and near each other, that it follows.
    static final int RUN = 16;

    private static final Bytes KEY = Bytes.wrap(new byte[]{0});
    private static final long COARSEST = Duration.ofHours(1).toMillis();
    private static final int FRACTION = 64;

    private final KeyValueStore<Bytes, byte[]> store;
    private final long future;
    private final long grace;
    private final long resolution;
    private boolean known;
    private long millis;
    /// Time of the first of the readings of the present run.
    private long candidate;
    private int run;

    PartitionClock(KeyValueStore<Bytes, byte[]> store, ForecastOptions options) {
        this.store = store;
        future = options.limits().future().toMillis();
        grace = options.limits().grace().toMillis();
        long smallest = Stream.of(future, grace, options.state().expiry().toMillis())
                .filter(bound -> bound > 0).min(Long::compare).orElse(0L);
        resolution = smallest == 0 ? 0 : Math.clamp(smallest / FRACTION, 1, COARSEST);
        byte[] stored = store.get(KEY);
        if (stored != null) {
            ByteBuffer in = ByteBuffer.wrap(stored);
            known = in.get() != 0;
            millis = in.getLong();
            candidate = in.getLong();
            run = in.getInt();
        }
    }

    /// What it shows, milliseconds since 1970-01-01T00:00:00Z; [Long#MIN_VALUE]: no reading has been accepted yet.
    long millis() {
        return known ? millis : Long.MIN_VALUE;
    }

    /// Whether a reading has been accepted.
    boolean isKnown() {
        return known;
    }

    /// The distance of its ticks, milliseconds; 0: it is not needed and does not go.
    long resolution() {
        return resolution;
    }

    /// Checks the time of a reading.
    void check(long time) throws RejectedException {
        if (!known) {
            return;
        }
        if (future > 0 && time > millis + resolution + future && !isConfirmed(time)) {
            throw new RejectedException(Reason.FUTURE,
                    "time must be at most %s ahead of the partition's clock of %s, got %s".formatted(
                            Duration.ofMillis(future), Instant.ofEpochMilli(millis),
                            Instant.ofEpochMilli(time)));
        }
        if (grace > 0 && time < millis - grace) {
            throw new RejectedException(Reason.BEYOND_GRACE,
                    "time must be at most %s behind the partition's clock of %s, got %s".formatted(
                            Duration.ofMillis(grace), Instant.ofEpochMilli(millis),
                            Instant.ofEpochMilli(time)));
        }
    }

    private boolean isConfirmed(long time) {
        boolean agrees = run > 0 && Math.abs(time - candidate) <= future;
        candidate = agrees ? candidate : time;
        run = agrees ? run + 1 : 1;
        save();
        return run >= RUN;
    }

    /// Takes the time of an accepted reading.
    void advance(long time) {
        if (resolution == 0) {
            return;
        }
        long tick = Math.floorDiv(time, resolution) * resolution;
        if (known && tick <= millis && run == 0) {
            return;
        }
        millis = known ? Math.max(millis, tick) : tick;
        known = true;
        run = 0;
        save();
    }

    private void save() {
        store.put(KEY, ByteBuffer.allocate(1 + 2 * Long.BYTES + Integer.BYTES).put((byte) (known ? 1 : 0))
                .putLong(millis).putLong(candidate).putInt(run).array());
    }
}
