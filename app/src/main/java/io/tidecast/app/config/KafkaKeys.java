package io.tidecast.app.config;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/// The keys that Kafka knows: plain, or for one of its clients by a prefix.
final class KafkaKeys {
    /// Keys behind this prefix are handed on unchecked, without it: for properties of plug-ins that Kafka itself does not know.
    static final String UNCHECKED_PREFIX = "streams.";

    private static final Map<String, Set<String>> BY_PREFIX = Map.of(
            StreamsConfig.CONSUMER_PREFIX, ConsumerConfig.configNames(),
            StreamsConfig.MAIN_CONSUMER_PREFIX, ConsumerConfig.configNames(),
            StreamsConfig.RESTORE_CONSUMER_PREFIX, ConsumerConfig.configNames(),
            StreamsConfig.GLOBAL_CONSUMER_PREFIX, ConsumerConfig.configNames(),
            StreamsConfig.PRODUCER_PREFIX, ProducerConfig.configNames(),
            StreamsConfig.ADMIN_CLIENT_PREFIX, AdminClientConfig.configNames());
    private static final Set<String> PLAIN = plain();

    private KafkaKeys() {}

    static boolean knows(String key) {
        if (key.startsWith(UNCHECKED_PREFIX) || key.startsWith(StreamsConfig.TOPIC_PREFIX)
                || key.startsWith(StreamsConfig.CLIENT_TAG_PREFIX)) {
            return true;
        }
        return prefix(key).map(prefix -> names(prefix).contains(key.substring(prefix.length())))
                .orElseGet(() -> PLAIN.contains(key));
    }

    /// The known key that is nearest to the given one.
    ///
    /// @param others  keys to choose from besides Kafka's
    static Optional<String> nearest(String key, Collection<String> others) {
        String prefix = prefix(key).orElse("");
        if (!prefix.isEmpty()) {
            return NearestName.of(key.substring(prefix.length()), names(prefix)).map(name -> prefix + name);
        }
        // Our own first: they are what a configuration is mostly made of.
        return NearestName.of(key, others).or(() -> NearestName.of(key, PLAIN));
    }

    private static Optional<String> prefix(String key) {
        return BY_PREFIX.keySet().stream().filter(key::startsWith).findFirst();
    }

    private static Set<String> names(String prefix) {
        return BY_PREFIX.getOrDefault(prefix, Set.of());
    }

    private static Set<String> plain() {
        var names = new TreeSet<>(StreamsConfig.configDef().names());
        List.of(ConsumerConfig.configNames(), ProducerConfig.configNames(), AdminClientConfig.configNames())
                .forEach(names::addAll);
        return names;
    }
}
