package io.tidecast.app.config;

import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/// What must not be shown: keys that Tidecast or Kafka define as passwords, keys of plug-ins that are called like one, and the user
/// information of an address.
final class Secrets {
    static final String HIDDEN = "[hidden]";

    private static final List<ConfigDef> DEFINITIONS = List.of(TidecastKeys.DEF, StreamsConfig.configDef(),
            ConsumerConfig.configDef(), ProducerConfig.configDef(), AdminClientConfig.configDef());
    private static final Pattern NAME = Pattern
            .compile("password|secret|credential|token$|jaas|user\\.info|private\\.?key",
                    Pattern.CASE_INSENSITIVE);
    private static final Pattern USER_INFORMATION = Pattern.compile("(?<=://)[^/@\\s]+(?=@)");

    private Secrets() {}

    /// The value, or what stands in for it.
    static String shown(String key, String value) {
        if (value.isEmpty()) {
            return value;
        }
        return isSecret(key) ? HIDDEN : USER_INFORMATION.matcher(value).replaceAll(HIDDEN);
    }

    /// A value as Kafka writes it; a password that is empty hides nothing.
    static String text(@Nullable Object value, ConfigDef.Type type) {
        return value instanceof Password password && password.value().isEmpty()
                ? ""
                : String.valueOf(ConfigDef.convertToString(value, type));
    }

    private static boolean isSecret(String key) {
        String plain = KafkaKeys.withoutPrefix(key);
        return DEFINITIONS.stream().map(definition -> definition.configKeys().get(plain))
                .anyMatch(defined -> defined != null && defined.type == ConfigDef.Type.PASSWORD)
                || NAME.matcher(key).find();
    }
}
