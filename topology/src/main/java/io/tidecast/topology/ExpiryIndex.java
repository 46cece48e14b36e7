package io.tidecast.topology;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The series of a partition in the order of the time that they were last heard of, in slots of a quarter of the expiry: so that it is
/// written only when a series moves to another slot.
///
/// Two entries for each series: `1, slot, key -> nothing` and `2, key -> slot`. A slot is the time of its beginning.
final class ExpiryIndex {
    /// Series that expire with one reading, at most: a clock that leaps must not stop the stream.
    private static final int MOST_AT_ONCE = 32;
    private static final byte BY_SLOT = 1;
    private static final byte BY_KEY = 2;
    private static final byte[] NOTHING = {};

    private final KeyValueStore<Bytes, byte[]> store;
    private final PartitionClock clock;
    private final long expiry;
    private final long width;
    /// No slot is older than this.
    private long oldest = Long.MIN_VALUE;

    ExpiryIndex(KeyValueStore<Bytes, byte[]> store, PartitionClock clock, StateOptions options) {
        this.store = store;
        this.clock = clock;
        expiry = options.expiry().toMillis();
        width = Math.max(1, expiry / 4);
    }

    /// Whether a series has been idle for longer than the expiry.
    boolean isExpired(Bytes key) {
        if (expiry == 0) {
            return false;
        }
        byte[] slot = store.get(byKey(key));
        return slot != null && isOver(ByteBuffer.wrap(slot).getLong());
    }

    /// Takes the time of a reading.
    void touch(Bytes key, long time) {
        if (expiry == 0) {
            return;
        }
        long slot = Math.floorDiv(time, width) * width;
        byte[] before = store.get(byKey(key));
        if (before != null && ByteBuffer.wrap(before).getLong() == slot) {
            return;
        }
        if (before != null) {
            store.delete(bySlot(ByteBuffer.wrap(before).getLong(), key));
        }
        store.put(byKey(key), ByteBuffer.allocate(Long.BYTES).putLong(slot).array());
        store.put(bySlot(slot, key), NOTHING);
        oldest = Math.min(oldest, slot);
    }

    void remove(Bytes key) {
        byte @Nullable [] slot = store.get(byKey(key));
        if (slot != null) {
            store.delete(byKey(key));
            store.delete(bySlot(ByteBuffer.wrap(slot).getLong(), key));
        }
    }

    /// The series that have expired, the longest idle first; not more than a few at a time.
    List<Bytes> expired() {
        if (expiry == 0 || clock.millis() == Long.MIN_VALUE
                || (oldest != Long.MIN_VALUE && !isOver(oldest))) {
            return List.of();
        }
        var expired = new ArrayList<Bytes>();
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(Bytes.wrap(new byte[]{BY_SLOT}),
                Bytes.wrap(new byte[]{BY_KEY}))) {
            oldest = Long.MAX_VALUE;
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                long slot = ByteBuffer.wrap(entry.key.get(), 1, Long.BYTES).getLong() ^ Long.MIN_VALUE;
                if (!isOver(slot) || expired.size() == MOST_AT_ONCE) {
                    oldest = slot;
                    break;
                }
                byte[] key = entry.key.get();
                expired.add(Bytes.wrap(java.util.Arrays.copyOfRange(key, 1 + Long.BYTES, key.length)));
            }
        }
        return expired;
    }

    private boolean isOver(long slot) {
        return clock.millis() != Long.MIN_VALUE && clock.millis() - slot - width > expiry;
    }

    private static Bytes byKey(Bytes key) {
        return Bytes.wrap(ByteBuffer.allocate(1 + key.get().length).put(BY_KEY).put(key.get()).array());
    }

    /// The sign is turned round, so that the order of the bytes is that of the times.
    private static Bytes bySlot(long slot, Bytes key) {
        return Bytes.wrap(ByteBuffer.allocate(1 + Long.BYTES + key.get().length).put(BY_SLOT)
                .putLong(slot ^ Long.MIN_VALUE).put(key.get()).array());
    }
}
