package io.tidecast.topology;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// Journal entries in memory: for each series an array with a place for each slot. Every reading writes one entry, and none is asked for by its
/// order. Kafka Streams' own store in memory is a tree: among some ten thousand entries each write compares a dozen keys. A hash map of all
/// entries, with a key and a node for each, takes three times the heap.
///
/// Keys are those of [StoredSeries#journalKey]: the series' key and two bytes of slot.
///
/// Written by one thread at a time, read by any. What is iterated over is a copy, in the order of the keys.
final class JournalStore implements KeyValueStore<Bytes, byte[]> {
    private final String name;
    private final Map<Bytes, Slots> series = new ConcurrentHashMap<>();
    private volatile boolean open;

    private JournalStore(String name) {
        this.name = name;
    }

    /// Makes one for each task.
    record Supplier(String name) implements KeyValueBytesStoreSupplier {
        @Override
        public KeyValueStore<Bytes, byte[]> get() {
            return new JournalStore(name);
        }

        @Override
        public String metricsScope() {
            return "journal";
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> put(Bytes.wrap(key), value));
        open = true;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        series.clear();
    }

    /// None is kept: nobody asks for answers as of a position of the input.
    @Override
    public Position getPosition() {
        return Position.emptyPosition();
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        Slots slots = series.get(seriesKey(key));
        return slots == null ? null : slots.get(slot(key));
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        if (value == null) {
            delete(key);
        } else {
            series.computeIfAbsent(seriesKey(key), _ -> new Slots()).set(slot(key), value);
        }
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte @Nullable [] value) {
        byte[] present = get(key);
        if (present == null) {
            put(key, value);
        }
        return present;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> all) {
        all.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        Bytes seriesKey = seriesKey(key);
        Slots slots = series.get(seriesKey);
        if (slots == null) {
            return null;
        }
        byte[] before = slots.set(slot(key), null);
        if (slots.count() == 0) {
            series.remove(seriesKey);
        }
        return before;
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        NavigableMap<Bytes, byte[]> ordered = new TreeMap<>();
        for (Map.Entry<Bytes, Slots> each : series.entrySet()) {
            each.getValue().copyTo(ordered, each.getKey());
        }
        if (from != null) {
            ordered = ordered.tailMap(from, true);
        }
        return new Copied(to == null ? ordered : ordered.headMap(to, true));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return range(null, null);
    }

    @Override
    public long approximateNumEntries() {
        return series.values().stream().mapToLong(Slots::count).sum();
    }

    private static Bytes seriesKey(Bytes key) {
        return Bytes.wrap(Arrays.copyOf(key.get(), key.get().length - Short.BYTES));
    }

    private static int slot(Bytes key) {
        byte[] bytes = key.get();
        return Byte.toUnsignedInt(bytes[bytes.length - 2]) << Byte.SIZE
                | Byte.toUnsignedInt(bytes[bytes.length - 1]);
    }

    /// The entries of one series, as far as there were any. None is empty.
    private static final class Slots {
        private static final byte[] NONE = {};
        private static final int FEW = 16;

        private byte[][] entries = {};
        private int count;

        synchronized byte @Nullable [] get(int slot) {
            return slot < entries.length && entries[slot].length > 0 ? entries[slot] : null;
        }

        /// @return what was there before
        synchronized byte @Nullable [] set(int slot, byte @Nullable [] entry) {
            if (slot >= entries.length) {
                int before = entries.length;
                entries = Arrays.copyOf(entries, Math.max(slot + 1, before + Math.max(FEW, before / 2)));
                Arrays.fill(entries, before, entries.length, NONE);
            }
            byte[] before = get(slot);
            entries[slot] = entry == null ? NONE : entry;
            count += (entry == null ? 0 : 1) - (before == null ? 0 : 1);
            return before;
        }

        synchronized int count() {
            return count;
        }

        synchronized void copyTo(Map<Bytes, byte[]> all, Bytes series) {
            for (int slot = 0; slot < entries.length; slot++) {
                if (entries[slot].length > 0) {
                    all.put(StoredSeries.slotKey(series, slot), entries[slot]);
                }
            }
        }
    }

    private static final class Copied implements KeyValueIterator<Bytes, byte[]> {
        private final NavigableMap<Bytes, byte[]> rest;

        Copied(NavigableMap<Bytes, byte[]> rest) {
            this.rest = rest;
        }

        @Override
        public boolean hasNext() {
            return !rest.isEmpty();
        }

        @Override
        public Bytes peekNextKey() {
            return rest.firstKey();
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            Map.Entry<Bytes, byte[]> entry = rest.pollFirstEntry();
            if (entry == null) {
                throw new NoSuchElementException("all entries have been given");
            }
            return KeyValue.pair(entry.getKey(), entry.getValue());
        }

        @Override
        public void close() {
            // It holds nothing but the copy.
        }
    }
}
