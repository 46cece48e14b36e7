package io.tidecast.connectors.record;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;

/// The rule that records cross a worker as the bytes that stand on the topic. Any other converter would wrap or quote them without a word.
public final class BytesOnly {
    private static final String CONVERTER = "org.apache.kafka.connect.converters.ByteArrayConverter";
    private static final Set<String> NAMES = Set.of(CONVERTER, "ByteArrayConverter", "ByteArray");

    private BytesOnly() {}

    /// Adds an error for each converter of the connector that is another one. Where it names none, the worker's default counts, which is not known here.
    public static Config check(Config config, Map<String, String> properties) {
        for (String key : List.of("key.converter", "value.converter")) {
            String converter = properties.get(key);
            if (converter != null && !NAMES.contains(converter)) {
                // No value: the worker takes a value under this name for a class.
                var value = new ConfigValue(key, null, List.of(), List.of(
                        "%s must be %s, as readings and forecasts pass as bytes, got %s"
                                .formatted(key, CONVERTER, converter)));
                config.configValues().add(value);
            }
        }
        return config;
    }
}
