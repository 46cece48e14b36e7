package io.tidecast.topology;

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

/// Keys and values in memory, by hash: every reading writes one entry, and none is asked for by its order. Kafka Streams' own store in memory is
/// a tree: among some ten thousand entries each write compares a dozen keys.
///
/// Written by one thread at a time, read by any. What is iterated over is a copy, in the order of the keys.
final class JournalStore implements KeyValueStore<Bytes, byte[]> {
    private final String name;
    private final Map<Bytes, byte[]> entries = new ConcurrentHashMap<>();
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
        entries.clear();
    }

    /// None is kept: nobody asks for answers as of a position of the input.
    @Override
    public Position getPosition() {
        return Position.emptyPosition();
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return entries.get(key);
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        if (value == null) {
            entries.remove(key);
        } else {
            entries.put(key, value);
        }
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte @Nullable [] value) {
        return value == null ? entries.get(key) : entries.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> all) {
        all.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        return entries.remove(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        NavigableMap<Bytes, byte[]> ordered = new TreeMap<>(entries);
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
        return entries.size();
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
