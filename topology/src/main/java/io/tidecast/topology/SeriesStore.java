package io.tidecast.topology;

import io.tidecast.model.forecast.Counters;
import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.NetworkUpdate;
import io.tidecast.model.forecast.Reading;
import io.tidecast.model.forecast.SharedNetwork;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
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
    /// When the heap is full, one live series of so many is found to leave it next.
    private static final int ELDEST_SHARE = 16;
    /// Map entry and key object around a live series.
    private static final int LIVE_OVERHEAD = 160;

    private final KeyValueStore<Bytes, byte[]> snapshots;
    private final KeyValueStore<Bytes, byte[]> journal;
    private final ForecastOptions options;
    private final StoredSeries stored;
    private final @Nullable SharedNetwork network;
    private final @Nullable SharedStore shared;
    private final int snapshotEvery;
    private final LiveSize liveSize;
    private final LiveBudget budget;
    private final Tally tally;
    /// Fair: a stream thread that goes from one record to the next at once would never let a question in.
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Map<Bytes, Live> live = new HashMap<>();
    /// The next to leave the heap, unless they are touched before.
    private final Deque<Eldest> eldest = new ArrayDeque<>();
    private long liveBytes;
    /// Counts the touches of live series.
    private long touches;

    /// A series that is on the heap; good until another one is asked for.
    static final class Live {
        private final Series series;
        private final long bytes;
        /// Inputs that are not in the last snapshot.
        private int journalled;
        /// The number of its last touch: an order of use in a linked map would cost each touch the neighbours' lines of the cache too.
        private long touched;

        private Live(Series series, long bytes, int journalled) {
            this.series = series;
            this.bytes = bytes;
            this.journalled = journalled;
        }

        /// As of its last kept input.
        Series series() {
            return series;
        }
    }

    /// A live series as it was when it was found to be one of the eldest.
    private record Eldest(Bytes key, Live live, long touched) {}

    /// @param sharedWeights the store of weights that learn and are shared; null: there are none
    SeriesStore(KeyValueStore<Bytes, byte[]> snapshots, KeyValueStore<Bytes, byte[]> journal,
            @Nullable KeyValueStore<Bytes, byte[]> sharedWeights, ForecastOptions options,
            Series.Stepping stepping, LiveBudget budget, Tally tally) {
        this.snapshots = snapshots;
        this.journal = journal;
        this.options = options;
        stored = new StoredSeries(snapshots, journal, options, stepping);
        this.budget = budget;
        this.tally = tally;
        network = SharedNetwork.of(options.forecaster());
        shared = network == null || sharedWeights == null ? null : new SharedStore(sharedWeights, network);
        snapshotEvery = StateSize.snapshotEvery(options);
        liveSize = LiveSize.of(options.forecaster());
    }

    /// Whoever reads or changes series must hold it.
    ReentrantLock lock() {
        return lock;
    }

    /// A series, rebuilt if it is not on the heap.
    Live live(Bytes key) {
        Live entry = live.get(key);
        if (entry == null) {
            entry = restored(key);
            if (entry.series.number() > 0) {
                tally.rebuilt(entry.journalled);
            }
            live.put(key, entry);
            liveBytes += entry.bytes;
            entry.touched = ++touches;
            evict();
        } else {
            entry.touched = ++touches;
        }
        return entry;
    }

    /// Lets the series take a reading, and keeps both.
    ///
    /// @param entry of [#live]
    /// @return null as long as the series has had no value
    @Nullable
    Forecast observe(Bytes key, Live entry, Reading reading) throws UpdateFailedException {
        Series series = entry.series;
        var input = new SeriesInput.Observed(reading);
        Counters before = series.forecaster().counters();
        NetworkUpdate update = series.forecaster().lastUpdate();
        long start = System.nanoTime();
        Forecast forecast;
        try {
            forecast = series.apply(input);
        } catch (RuntimeException e) {
            discard(key);
            if (shared != null) {
                shared.revert();
            }
            throw new UpdateFailedException(e);
        }
        tally.stepped(series.forecaster(), before, update, System.nanoTime() - start);
        keep(key, entry, input);
        if (shared != null) {
            shared.keep();
        }
        return forecast;
    }

    /// Lets the series take what is no reading, and keeps both.
    void tell(Bytes key, SeriesInput input) {
        Live entry = live(key);
        entry.series.apply(input);
        keep(key, entry, input);
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
            Bytes slotKey = stored.journalKey(key, slot);
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
            Series copy = stored.newSeries(network == null ? null : network.copy());
            copy.restore((entry == null ? restored(key).series : entry.series).snapshot());
            return copy.number() == 0 ? null : copy;
        } finally {
            lock.unlock();
        }
    }

    /// What is known of a series in the stores; null: it is not here.
    StoredSeries.@Nullable Past past(Bytes key) {
        lock.lock();
        try {
            StoredSeries.Past past = stored.past(key, network == null ? null : network.copy());
            return past.before().number() == 0 && past.since().isEmpty() ? null : past;
        } finally {
            lock.unlock();
        }
    }

    /// What is on the heap at the moment.
    LiveForecasters.Occupancy occupancy() {
        lock.lock();
        try {
            return new LiveForecasters.Occupancy(live.size(), liveBytes);
        } finally {
            lock.unlock();
        }
    }

    private Live restored(Bytes key) {
        StoredSeries.Past past = stored.past(key, network);
        int replayed = past.since().size();
        Series series = past.replayed();
        return new Live(series,
                liveSize.bytes(series.byteSize()) + LIVE_OVERHEAD + key.get().length,
                replayed);
    }

    private void keep(Bytes key, Live entry, SeriesInput input) {
        long number = entry.series.number();
        // The offset by key spreads the snapshots of series that report in step.
        if (Math.floorMod(number + Arrays.hashCode(key.get()), (long) snapshotEvery) == 0) {
            snapshot(key, entry);
        } else {
            ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + input.byteSize());
            input.save(bytes.putLong(number));
            journal.put(stored.journalKey(key, number), bytes.array());
            entry.journalled++;
        }
    }

    private void snapshot(Bytes key, Live entry) {
        byte[] snapshot = entry.series.snapshot();
        StateSize.requireFits(snapshot.length, key, options.limits());
        snapshots.put(key, snapshot);
        entry.journalled = 0;
        tally.snapshot(snapshot.length);
    }

    /// The least recently used go first; the one in use stays.
    private void evict() {
        long most = budget.share();
        while (liveBytes > most && live.size() > 1) {
            Eldest next = eldest.poll();
            if (next == null) {
                findEldest();
            } else if (live.get(next.key) == next.live && next.live.touched == next.touched) {
                if (next.live.journalled >= LONGEST_EVICTED_REPLAY) {
                    snapshot(next.key, next.live);
                }
                discard(next.key);
            }
        }
    }

    private void findEldest() {
        live.entrySet().stream()
                .map(entry -> new Eldest(entry.getKey(), entry.getValue(), entry.getValue().touched))
                .sorted(Comparator.comparingLong(Eldest::touched)).limit(1 + live.size() / ELDEST_SHARE)
                .forEach(eldest::add);
    }
}
