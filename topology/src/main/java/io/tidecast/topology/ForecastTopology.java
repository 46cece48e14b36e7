package io.tidecast.topology;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// Readings in, forecasts, events and dead letters out:
///
/// ```
/// readings ─▶ tidecast-readings ─▶ tidecast-forecaster ─┬▶ tidecast-forecasts ─▶ forecasts
///                                    │ snapshots        ├▶ tidecast-events ─▶ forecast-events
///                                    │ journal, clock   └▶ tidecast-dead-letters ─▶ readings-dlq
/// ```
///
/// Records cross it as bytes and are decoded inside the processor, so that whatever cannot be read becomes a dead letter
/// in the same transaction, and no error handler has to be configured around it.
public final class ForecastTopology {
    /// Store of the series' full states: key = series id.
    public static final String SNAPSHOTS_STORE = "tidecast-snapshots";
    /// Store of the inputs since each series' last snapshot.
    public static final String JOURNAL_STORE = "tidecast-journal";
    /// Store of the partition's clock, of which series have been idle, and of which model all this belongs to.
    public static final String CLOCK_STORE = "tidecast-clock";

    /// Store of the weights that the series of a partition share; there only if [ForecastOptions#sharesWeights].
    public static final String SHARED_STORE = "tidecast-shared";

    static final String FORECASTS_NODE = "tidecast-forecasts";
    static final String DEAD_LETTERS_NODE = "tidecast-dead-letters";
    static final String EVENTS_NODE = "tidecast-events";

    private static final String READINGS_NODE = "tidecast-readings";
    private static final String FORECASTER_NODE = "tidecast-forecaster";

    private ForecastTopology() {}

    /// A topology of its own. Starts nothing.
    public static Topology build(ForecastOptions options) {
        return addTo(new Topology(), options);
    }

    /// Adds the forecasting nodes to a topology that may hold others; all names begin with `tidecast-`.
    ///
    /// @return `topology`
    public static Topology addTo(Topology topology, ForecastOptions options) {
        return addTo(topology, options, new LiveForecasters());
    }

    /// As [#addTo(Topology, ForecastOptions)], with the series open to questions.
    ///
    /// @param live gives the answers as long as the topology runs
    /// @return `topology`
    public static Topology addTo(Topology topology, ForecastOptions options, LiveForecasters live) {
        return addTo(topology, options, live, Wiring.DEFAULT);
    }

    static Topology addTo(Topology topology, ForecastOptions options, LiveForecasters live, Wiring wiring) {
        // Found out once, not in every task: made-up series take readings for it.
        StateOptions state = options.state().withSnapshotEvery(StateSize.snapshotEvery(options));
        var nodes = new Nodes(options.withState(state), live, wiring, new LiveBudget(state.liveBytes()));
        return topology
                .addSource(AutoOffsetReset.earliest(), READINGS_NODE,
                        (record, partitionTime) -> Math.max(0, record.timestamp()),
                        new ByteArrayDeserializer(), new ByteArrayDeserializer(), options.readingsTopic())
                .addProcessor(FORECASTER_NODE, nodes, READINGS_NODE)
                .addSink(FORECASTS_NODE, options.forecastsTopic(), new ByteArraySerializer(),
                        new ByteArraySerializer(), FORECASTER_NODE)
                .addSink(EVENTS_NODE, options.eventsTopic(), new ByteArraySerializer(),
                        new ByteArraySerializer(), FORECASTER_NODE)
                .addSink(DEAD_LETTERS_NODE, options.deadLettersTopic(), new ByteArraySerializer(),
                        new ByteArraySerializer(), FORECASTER_NODE);
    }

    /// What the processors of all tasks of an instance have in common.
    record Nodes(ForecastOptions options, LiveForecasters live, Wiring wiring,
            LiveBudget budget) implements ProcessorSupplier<byte[], byte[], byte[], byte[]> {
        @Override
        public Processor<byte[], byte[], byte[], byte[]> get() {
            return new ForecastProcessor(this);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            var stores = new HashSet<StoreBuilder<?>>(
                    Set.of(store(Stores.persistentKeyValueStore(SNAPSHOTS_STORE)),
                            store(options.state().journal() == StateOptions.Journal.MEMORY
                                    ? new JournalStore.Supplier(JOURNAL_STORE)
                                    : Stores.persistentKeyValueStore(JOURNAL_STORE)),
                            store(Stores.persistentKeyValueStore(CLOCK_STORE))));
            if (options.sharesWeights()) {
                stores.add(store(Stores.persistentKeyValueStore(SHARED_STORE)).withCachingEnabled());
            }
            return stores;
        }

        private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(KeyValueBytesStoreSupplier supplier) {
            return Stores.keyValueStoreBuilder(supplier, Serdes.Bytes(), Serdes.ByteArray())
                    .withLoggingEnabled(Map.of()).withCachingDisabled();
        }
    }
}
