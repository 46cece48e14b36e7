package io.tidecast.topology;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/// Kafka Streams properties that suit a [ForecastTopology]; put the application's own over them.
public final class StreamsDefaults {
    private StreamsDefaults() {}

    /// Exactly-once, commits every 100 ms, batches large enough for snapshots, quick recovery after a crash.
    public static Map<String, Object> properties() {
        return Map.ofEntries(
                Map.entry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2),
                Map.entry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100),
                Map.entry(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0),
                // By name: Kafka 4.3 warns when it is not set, and marks its constant as deprecated.
                Map.entry("processing.exception.handler.global.enabled", true),
                Map.entry(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true),
                // 16 KB batches hold no snapshot; 256 KB gave 1.5 times the throughput.
                Map.entry(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 << 10),
                Map.entry(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 20),
                Map.entry(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4"),
                // 10 s, the default, aborts transactions on a starved machine.
                Map.entry(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 60_000),
                // A killed instance that comes back under its group.instance.id goes on at once; another takes over after 10 s.
                Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000),
                Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 3_000));
    }

    /// For an instance that keeps its place in the group while it restarts: it gets its partitions, and with them the state on its
    /// disk, back at once, and the others are not disturbed.
    ///
    /// @param instance a name that no other instance has, the same after a restart
    public static Map<String, Object> staticMember(String instance) {
        return Map.of(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
    }
}
