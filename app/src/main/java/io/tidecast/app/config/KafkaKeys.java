package io.tidecast.app.config;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.StreamsConfig;

/// The keys that Kafka knows: plain, or for one of its clients by a prefix.
final class KafkaKeys {
    /// Keys behind this prefix are handed on unchecked, without it: for properties of plug-ins that Kafka itself does not know.
    static final String UNCHECKED_PREFIX = "streams.";

    private static final Map<String, ConfigDef> BY_PREFIX = Map.of(
            StreamsConfig.CONSUMER_PREFIX, ConsumerConfig.configDef(),
            StreamsConfig.MAIN_CONSUMER_PREFIX, ConsumerConfig.configDef(),
            StreamsConfig.RESTORE_CONSUMER_PREFIX, ConsumerConfig.configDef(),
            StreamsConfig.GLOBAL_CONSUMER_PREFIX, ConsumerConfig.configDef(),
            StreamsConfig.PRODUCER_PREFIX, ProducerConfig.configDef(),
            StreamsConfig.ADMIN_CLIENT_PREFIX, AdminClientConfig.configDef());
    private static final List<ConfigDef> CLIENTS = List.of(ConsumerConfig.configDef(),
            ProducerConfig.configDef(), AdminClientConfig.configDef());
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

    /// The key as the client calls it.
    static String withoutPrefix(String key) {
        return prefix(key).map(prefix -> key.substring(prefix.length())).orElse(key);
    }

    /// Where Kafka's clients define a key, which may have a prefix; Kafka Streams itself is not among them.
    static List<ConfigDef> definitions(String key) {
        return prefix(key).map(prefix -> List.of(requireNonNull(BY_PREFIX.get(prefix)))).orElse(CLIENTS);
    }

    private static Optional<String> prefix(String key) {
        return BY_PREFIX.keySet().stream().filter(key::startsWith).findFirst();
    }

    private static Set<String> names(String prefix) {
        return requireNonNull(BY_PREFIX.get(prefix)).names();
    }

    private static Set<String> plain() {
        var names = new TreeSet<>(StreamsConfig.configDef().names());
        CLIENTS.forEach(client -> names.addAll(client.names()));
        return names;
    }
}
