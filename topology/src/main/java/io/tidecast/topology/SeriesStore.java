package io.tidecast.topology;

import io.tidecast.model.forecast.Counters;
import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Reading;
import io.tidecast.model.forecast.SharedNetwork;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The series of one task: live on the heap, durable as a snapshot every N inputs and a journal of the inputs since.
///
/// A series is deterministic, so `snapshot + the journalled inputs, taken again` is the same state, bit for bit. A journal entry is
/// some thirty bytes where the state is tens of kilobytes: that is what makes a changelog affordable. When a snapshot is taken changes
/// no result.
///
/// Journal key: the series' key and two bytes of slot (`input number mod N`); entry: input number, eight bytes, and the input as
/// [SeriesInput#save] writes it. An entry whose number does not continue the state is left over from an earlier round and ends the replay.
///
/// Used by the stream thread; others read through [#copy]. Both hold [#lock].
final class SeriesStore {
    /// Slots that the two bytes of a journal key can tell apart.
    static final int MOST_SLOTS = 1 << 16;
    /// A series that leaves the heap with so many inputs since its last snapshot gets one: docs/operations.md, "More series than heap".
    private static final int LONGEST_EVICTED_REPLAY = 4;
    /// Map entry and key object around a live series.
    private static final int LIVE_OVERHEAD = 160;

    private final KeyValueStore<Bytes, byte[]> snapshots;
    private final KeyValueStore<Bytes, byte[]> journal;
    private final ForecastOptions options;
    private final Series.Stepping stepping;
    private final @Nullable SharedNetwork shared;
    private final int snapshotEvery;
    private final int layoutGaps;
    private final LiveBudget budget;
    private final Tally tally;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<Bytes, Live> live = new LinkedHashMap<>(1024, 0.75f, true);
    private long liveBytes;

    private static final class Live {
        final Series series;
        final long bytes;
        /// Inputs that are not in the last snapshot.
        int journalled;

        Live(Series series, long bytes, int journalled) {
            this.series = series;
            this.bytes = bytes;
            this.journalled = journalled;
        }
    }

    SeriesStore(KeyValueStore<Bytes, byte[]> snapshots, KeyValueStore<Bytes, byte[]> journal,
            ForecastOptions options, Series.Stepping stepping, LiveBudget budget, Tally tally) {
        this.snapshots = snapshots;
        this.journal = journal;
        this.options = options;
        this.stepping = stepping;
        this.budget = budget;
        this.tally = tally;
        shared = SharedNetwork.of(options.forecaster());
        snapshotEvery = StateSize.snapshotEvery(options);
        layoutGaps = StateSize.layoutGaps(options.forecaster());
    }

    /// Whoever reads or changes series must hold it.
    ReentrantLock lock() {
        return lock;
    }

    /// A series as of its last kept input.
    Series get(Bytes key) {
        Live entry = live.get(key);
        if (entry == null) {
            entry = restored(key);
            live.put(key, entry);
            liveBytes += entry.bytes;
            evict();
        }
        return entry.series;
    }

    /// Lets the series take a reading, and keeps both.
    ///
    /// @return null as long as the series has had no value
    @Nullable
    Forecast observe(Bytes key, Reading reading) throws UpdateFailedException {
        Series series = get(key);
        var input = new SeriesInput.Observed(reading);
        Counters before = series.forecaster().counters();
        Forecast forecast;
        try {
            forecast = series.apply(input);
        } catch (RuntimeException e) {
            discard(key);
            throw new UpdateFailedException(e);
        }
        tally.happened(series.forecaster().counters().minus(before));
        keep(key, series, input);
        return forecast;
    }

    /// Lets the series take what is no reading, and keeps both.
    void tell(Bytes key, SeriesInput input) {
        Series series = get(key);
        series.apply(input);
        keep(key, series, input);
    }

    /// Drops the live state of a series; the next touch rebuilds it.
    private void discard(Bytes key) {
        Live entry = live.remove(key);
        if (entry != null) {
            liveBytes -= entry.bytes;
        }
    }

    /// Deletes all that is known of a series.
    void forget(Bytes key) {
        discard(key);
        snapshots.delete(key);
        for (int slot = 0; snapshotEvery > 1 && slot < snapshotEvery; slot++) {
            Bytes slotKey = journalKey(key, slot);
            if (journal.get(slotKey) != null) {
                journal.delete(slotKey);
            }
        }
    }

    /// A copy of a series, independent of the one here; null: it is not here.
    @Nullable
    Series copy(Bytes key) {
        lock.lock();
        try {
            Live entry = live.get(key);
            // With a network of its own: another thread asks it while the stream thread goes on with the shared one.
            Series copy = newSeries(SharedNetwork.of(options.forecaster()));
            copy.restore((entry == null ? restored(key).series : entry.series).snapshot());
            return copy.number() == 0 ? null : copy;
        } finally {
            lock.unlock();
        }
    }

    private Series newSeries(@Nullable SharedNetwork network) {
        return new Series(options.forecaster(), options.limits().quarantineAfter(), stepping, network);
    }

    private Live restored(Bytes key) {
        Series series = newSeries(shared);
        byte[] snapshot = snapshots.get(key);
        if (snapshot != null) {
            series.restore(snapshot);
        }
        int replayed = 0;
        for (SeriesInput input = journalled(key, series); input != null; input = journalled(key, series)) {
            series.apply(input);
            replayed++;
        }
        if (series.number() > 0) {
            tally.rebuilt(replayed);
        }
        return new Live(series,
                StateSize.liveBytes(series.byteSize(), layoutGaps) + LIVE_OVERHEAD + key.get().length,
                replayed);
    }

    /// The input that follows the series' state; null: there is none.
    private @Nullable SeriesInput journalled(Bytes key, Series series) {
        if (snapshotEvery == 1) {
            return null;
        }
        long next = series.number() + 1;
        byte[] entry = journal.get(journalKey(key, next));
        if (entry == null) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(entry);
        return in.getLong() == next ? SeriesInput.load(in, options.forecaster().fields()) : null;
    }

    private void keep(Bytes key, Series series, SeriesInput input) {
        Live entry = live.get(key);
        if (entry == null || entry.series != series) {
            throw new IllegalStateException("only a live series can be kept");
        }
        long number = series.number();
        // The offset by key spreads the snapshots of series that report in step.
        if (Math.floorMod(number + Arrays.hashCode(key.get()), (long) snapshotEvery) == 0) {
            snapshot(key, entry);
        } else {
            ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + input.byteSize());
            input.save(bytes.putLong(number));
            journal.put(journalKey(key, number), bytes.array());
            entry.journalled++;
        }
    }

    private void snapshot(Bytes key, Live entry) {
        byte[] snapshot = entry.series.snapshot();
        StateSize.requireFits(snapshot.length, key, options.limits());
        snapshots.put(key, snapshot);
        entry.journalled = 0;
        tally.snapshot();
    }

    /// The least recently used go first; the one in use stays.
    private void evict() {
        long most = budget.share();
        Iterator<Map.Entry<Bytes, Live>> eldest = live.entrySet().iterator();
        while (liveBytes > most && live.size() > 1) {
            Map.Entry<Bytes, Live> entry = eldest.next();
            if (entry.getValue().journalled >= LONGEST_EVICTED_REPLAY) {
                snapshot(entry.getKey(), entry.getValue());
            }
            liveBytes -= entry.getValue().bytes;
            eldest.remove();
        }
    }

    private Bytes journalKey(Bytes key, long number) {
        byte[] series = key.get();
        byte[] bytes = Arrays.copyOf(series, series.length + Short.BYTES);
        int slot = (int) (number % snapshotEvery);
        bytes[series.length] = (byte) (slot >>> Byte.SIZE);
        bytes[series.length + 1] = (byte) slot;
        return Bytes.wrap(bytes);
    }
}
