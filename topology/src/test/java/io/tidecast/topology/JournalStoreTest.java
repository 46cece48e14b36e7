package io.tidecast.topology;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/// Beside what the topology does with it in the other tests: the rest of what Kafka Streams promises of a store.
class JournalStoreTest {
    private final KeyValueStore<Bytes, byte[]> store = new JournalStore.Supplier("journal").get();

    @Test
    void keepsTheNewestValueOfAKeyUntilItIsDeleted() {
        store.put(key(1), value(10));
        store.put(key(1), value(11));
        assertArrayEquals(value(11), store.get(key(1)));
        assertArrayEquals(value(11), store.putIfAbsent(key(1), value(12)));
        assertNull(store.putIfAbsent(key(2), value(20)));
        assertEquals(2, store.approximateNumEntries());
        assertArrayEquals(value(11), store.delete(key(1)));
        store.put(key(2), null);
        assertNull(store.get(key(1)));
        assertNull(store.get(key(2)));
        assertEquals(0, store.approximateNumEntries());
    }

    @Test
    void givesARangeInTheOrderOfTheKeysWhileItIsChanged() {
        store.putAll(List.of(pair(3), pair(-1), pair(1), pair(2)));
        var keys = new ArrayList<Bytes>();
        try (KeyValueIterator<Bytes, byte[]> entries = store.range(key(2), key(3))) {
            store.delete(key(3));
            assertEquals(key(2), entries.peekNextKey());
            entries.forEachRemaining(entry -> keys.add(entry.key));
            assertThrows(NoSuchElementException.class, entries::next);
        }
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            entries.forEachRemaining(entry -> keys.add(entry.key));
        }
        // Bytes are unsigned: -1 is the last.
        assertEquals(List.of(key(2), key(3), key(1), key(2), key(-1)), keys);
    }

    @Test
    void isEmptyWhenItIsOpenedAgain() {
        store.put(key(1), value(10));
        store.close();
        assertFalse(store.isOpen());
        assertNull(store.get(key(1)));
    }

    private static KeyValue<Bytes, byte[]> pair(int i) {
        return KeyValue.pair(key(i), value(i));
    }

    /// The first half of them are of one series, the others of another.
    private static Bytes key(int i) {
        return Bytes.wrap(new byte[]{(byte) (i & 0x80), (byte) i, (byte) i});
    }

    private static byte[] value(int i) {
        return new byte[]{(byte) i};
    }
}
