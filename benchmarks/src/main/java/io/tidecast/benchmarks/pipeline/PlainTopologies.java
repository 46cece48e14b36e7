package io.tidecast.benchmarks.pipeline;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/// The least that Kafka Streams can do for a record, to measure the rest against.
final class PlainTopologies {
    private static final String PROCESSOR = "process";
    private static final String STATE = "state";
    private static final int STATE_BYTES = 600;

    private PlainTopologies() {}

    /// Every record out as it came in.
    static Topology passThrough(String input, String output) {
        return of(input, output, PassThrough::new);
    }

    /// Every record out as it came in, and counted in a state of 600 bytes for its key, in RocksDB behind the cache: what is hot goes to
    /// the changelog once for each commit.
    static Topology cached(String input, String output) {
        return of(input, output, Counting::new).addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STATE), Serdes.Bytes(),
                        Serdes.ByteArray()).withCachingEnabled(),
                PROCESSOR);
    }

    /// The same in memory without the cache: every record goes to the changelog.
    static Topology logged(String input, String output) {
        return of(input, output, Counting::new).addStateStore(Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(STATE), Serdes.Bytes(), Serdes.ByteArray()), PROCESSOR);
    }

    private static Topology of(String input, String output,
            ProcessorSupplier<byte[], byte[], byte[], byte[]> processor) {
        return new Topology()
                .addSource(AutoOffsetReset.earliest(), "source", new ByteArrayDeserializer(),
                        new ByteArrayDeserializer(), input)
                .addProcessor(PROCESSOR, processor, "source")
                .addSink("sink", output, new ByteArraySerializer(), new ByteArraySerializer(), PROCESSOR);
    }

    private static final class PassThrough extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
        @Override
        public void process(Record<byte[], byte[]> record) {
            context().forward(record);
        }
    }

    private static final class Counting extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
        private @Nullable KeyValueStore<Bytes, byte[]> store;

        @Override
        public void init(ProcessorContext<byte[], byte[]> context) {
            super.init(context);
            store = context.getStateStore(STATE);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            KeyValueStore<Bytes, byte[]> states = requireNonNull(store);
            Bytes key = Bytes.wrap(record.key());
            byte[] before = states.get(key);
            byte[] after = before == null ? first(key) : before.clone();
            ByteBuffer state = ByteBuffer.wrap(after);
            state.putLong(0, state.getLong(0) + 1);
            states.put(key, after);
            context().forward(record);
        }

        /// Made-up bytes: nothing that the compression of the changelog could make go away.
        private static byte[] first(Bytes key) {
            byte[] state = new byte[STATE_BYTES];
            new Random(key.hashCode()).nextBytes(state);
            return state;
        }
    }
}
