package io.tidecast.topology;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// Readings in, forecasts and dead letters out:
///
/// ```
/// readings ─▶ tidecast-readings ─▶ tidecast-forecaster ─┬▶ tidecast-forecasts ─▶ forecasts
///                                    │ snapshots, journal  └▶ tidecast-dead-letters ─▶ readings-dlq
/// ```
///
/// Records cross it as bytes and are decoded inside the processor, so that whatever cannot be read becomes a dead letter
/// in the same transaction, and no error handler has to be configured around it.
public final class ForecastTopology {
    /// Store of the series' full states: key = series id, value = a saved forecaster.
    public static final String SNAPSHOTS_STORE = "tidecast-snapshots";
    /// Store of the readings since each series' last snapshot.
    public static final String JOURNAL_STORE = "tidecast-journal";

    private static final String READINGS_NODE = "tidecast-readings";
    private static final String FORECASTER_NODE = "tidecast-forecaster";
    private static final String FORECASTS_NODE = "tidecast-forecasts";
    private static final String DEAD_LETTERS_NODE = "tidecast-dead-letters";

    /// Both stores are overwritten in place all the time: compact early, so that a restore reads little that is stale.
    private static final Map<String, String> CHANGELOG = Map.of(
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.2",
            TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(64 << 20));

    private ForecastTopology() {}

    /// A topology of its own. Starts nothing.
    public static Topology build(ForecastOptions options) {
        return addTo(new Topology(), options);
    }

    /// Adds the forecasting nodes to a topology that may hold others; all names begin with `tidecast-`.
    ///
    /// @return `topology`
    public static Topology addTo(Topology topology, ForecastOptions options) {
        return topology
                .addSource(AutoOffsetReset.earliest(), READINGS_NODE,
                        (record, partitionTime) -> Math.max(0, record.timestamp()),
                        new ByteArrayDeserializer(), new ByteArrayDeserializer(), options.readingsTopic())
                .addProcessor(FORECASTER_NODE, new Supplier(options), READINGS_NODE)
                .addSink(FORECASTS_NODE, options.forecastsTopic(), new ByteArraySerializer(),
                        new ByteArraySerializer(),
                        FORECASTER_NODE)
                .addSink(DEAD_LETTERS_NODE, options.deadLettersTopic(), new ByteArraySerializer(),
                        new ByteArraySerializer(),
                        FORECASTER_NODE);
    }

    private record Supplier(
            ForecastOptions options) implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
        @Override
        public Processor<byte[], byte[], byte[], byte[]> get() {
            return new ForecastProcessor(options, FORECASTS_NODE, DEAD_LETTERS_NODE);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(store(SNAPSHOTS_STORE), store(JOURNAL_STORE));
        }

        private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
            return Stores
                    .keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Bytes(),
                            Serdes.ByteArray())
                    .withLoggingEnabled(CHANGELOG)
                    .withCachingDisabled();
        }
    }
}
