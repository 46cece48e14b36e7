package io.tidecast.app.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/// A topic as it shall be.
///
/// @param name         its name
/// @param partitions   how many
/// @param replication  copies of each partition; null: as the cluster does by default
/// @param retention    how long records are kept, by their own time; null: for ever
public record TopicPlan(String name, int partitions, @Nullable Short replication,
        @Nullable Duration retention) {
    /// The same plan under several names.
    public static List<TopicPlan> of(Stream<String> names, int partitions, @Nullable Short replication,
            @Nullable Duration retention) {
        return names.map(name -> new TopicPlan(name, partitions, replication, retention)).toList();
    }

    NewTopic toNewTopic() {
        // Readings may carry the times of a clock that runs ahead; brokers refuse more than an hour by default.
        return new NewTopic(name, Optional.of(partitions), Optional.ofNullable(replication)).configs(Map.of(
                TopicConfig.RETENTION_MS_CONFIG,
                String.valueOf(retention == null ? -1 : retention.toMillis()),
                TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, String.valueOf(Long.MAX_VALUE)));
    }

    /// Retention in words.
    public String retentionText() {
        return retention == null
                ? "for ever"
                : retention.toString().substring(1).replace("T", "").toLowerCase(java.util.Locale.ROOT);
    }
}
