package io.tidecast.topology;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/// Kafka Streams properties that suit a [ForecastTopology]; put the application's own over them.
public final class StreamsDefaults {
    private StreamsDefaults() {}

    /// Exactly-once, commits every 100 ms, batches large enough for snapshots, quick recovery after a crash.
    public static Map<String, Object> properties() {
        return Map.ofEntries(
                Map.entry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2),
                Map.entry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100),
                // For weights that series share, the only store that is cached; some 90 KB for each partition.
                Map.entry(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 32 << 20),
                // By name: Kafka 4.3 warns when it is not set, and marks its constant as deprecated.
                Map.entry("processing.exception.handler.global.enabled", true),
                Map.entry(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true),
                // 16 KB batches hold no snapshot; 256 KB gave 1.5 times the throughput.
                Map.entry(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 << 10),
                Map.entry(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 20),
                Map.entry(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4"),
                // 10 s, the default, aborts transactions on a starved machine.
                Map.entry(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 60_000),
                // The stores are overwritten in place all the time: their changelogs, compacted, are cleaned early, so that a restore reads
                // little that is stale.
                Map.entry(StreamsConfig.topicPrefix(TopicConfig.CLEANUP_POLICY_CONFIG),
                        TopicConfig.CLEANUP_POLICY_COMPACT),
                Map.entry(StreamsConfig.topicPrefix(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG), "0.2"),
                Map.entry(StreamsConfig.topicPrefix(TopicConfig.SEGMENT_BYTES_CONFIG),
                        Integer.toString(64 << 20)),
                // An instance that is new takes its share once it has its copies of the state; 10 min is the default, and 1 min the least.
                Map.entry(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, 60_000L),
                // 6 s is the least that brokers allow by default: so long it takes until a killed instance is missed. The others hear of it
                // by their next heartbeat.
                Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000),
                Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_000));
    }

    /// For an instance that keeps its place in the group while it restarts: it gets its partitions, and with them the state on its
    /// disk, back at once, and the others are not disturbed.
    ///
    /// @param instance a name that no other instance has, the same after a restart
    public static Map<String, Object> staticMember(String instance) {
        return Map.of(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
    }
}
