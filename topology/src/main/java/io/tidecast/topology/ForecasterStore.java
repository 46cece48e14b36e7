package io.tidecast.topology;

import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.Reading;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/// The forecasters of one task: live on the heap, durable as a snapshot every N readings and a journal of the readings since.
///
/// A forecaster is deterministic, so `snapshot + the journalled readings, stepped through again` is the same state, bit for bit.
/// A journal entry is some twenty bytes where the state is tens of kilobytes: that is what makes a changelog affordable.
///
/// Journal key: the series' key and two bytes of slot (`reading number mod N`); entry: reading number, eight bytes, and the reading
/// as [Reading#save] writes it. An entry whose number does not continue the state is left over from an earlier round and ends the replay.
final class ForecasterStore {
    /// Slots that the two bytes of a journal key can tell apart.
    static final int MOST_SLOTS = 1 << 16;

    private final KeyValueStore<Bytes, byte[]> snapshots;
    private final KeyValueStore<Bytes, byte[]> journal;
    private final ForecasterOptions options;
    private final int snapshotEvery;
    private final Map<Bytes, Forecaster> live;

    ForecasterStore(KeyValueStore<Bytes, byte[]> snapshots, KeyValueStore<Bytes, byte[]> journal,
            ForecastOptions options) {
        this.snapshots = snapshots;
        this.journal = journal;
        this.options = options.forecaster();
        this.snapshotEvery = options.snapshotEvery();
        // Live state is the saved arrays plus gradients and tape of about the same size.
        long mostLive = Math.max(1,
                options.liveBytes() / (2L * new Forecaster(options.forecaster()).byteSize()));
        live = new LinkedHashMap<>(1024, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Bytes, Forecaster> eldest) {
                return size() > mostLive;
            }
        };
    }

    /// The forecaster of a series as of its last kept reading.
    Forecaster get(Bytes key) {
        Forecaster forecaster = live.get(key);
        if (forecaster == null) {
            forecaster = restore(key);
            live.put(key, forecaster);
        }
        return forecaster;
    }

    private Forecaster restore(Bytes key) {
        byte[] snapshot = snapshots.get(key);
        Forecaster forecaster = snapshot == null
                ? new Forecaster(options)
                : Forecaster.load(options, snapshot);
        while (true) {
            long number = forecaster.readings() + 1;
            byte[] entry = journal.get(journalKey(key, number));
            if (entry == null) {
                return forecaster;
            }
            ByteBuffer in = ByteBuffer.wrap(entry);
            if (in.getLong() != number) {
                return forecaster;
            }
            forecaster.step(Reading.load(in, options.fields()));
        }
    }

    /// Keeps the reading that the series' live forecaster has just been stepped with.
    void keep(Bytes key, Forecaster forecaster, Reading reading) {
        long number = forecaster.readings();
        // The offset by key spreads the snapshots of series that report in step.
        if (Math.floorMod(number + Arrays.hashCode(key.get()), (long) snapshotEvery) == 0) {
            snapshots.put(key, forecaster.save());
        } else {
            ByteBuffer entry = ByteBuffer.allocate(Long.BYTES + reading.byteSize());
            reading.save(entry.putLong(number));
            journal.put(journalKey(key, number), entry.array());
        }
    }

    /// Drops the live forecaster of a series, whose state a failed step has spoilt; the next touch rebuilds it.
    void discard(Bytes key) {
        live.remove(key);
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
