package io.tidecast.connectors.mqtt;

import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigException;

/// Where forecasts are published.
///
/// @param server    the broker
/// @param template  MQTT topic, `${key}` being the series id
/// @param retain    whether the broker keeps the newest one of each topic
record MqttSinkOptions(MqttServer server, String template, boolean retain) {
    static final String TEMPLATE = "mqtt.topic.template";
    static final String RETAIN = "mqtt.retain";
    private static final String KEY = "${key}";

    static final ConfigDef DEF = define();

    private static ConfigDef define() {
        ConfigDef def = MqttServer.define(new ConfigDef());
        def.define(TEMPLATE, ConfigDef.Type.STRING, "forecasts/" + KEY, MqttSinkOptions::requireTopic,
                Importance.HIGH, "MQTT topic of a forecast; ${key} is its series id.");
        return def.define(RETAIN, ConfigDef.Type.BOOLEAN, true, Importance.MEDIUM,
                "Whether the broker keeps the newest forecast of each series for those who subscribe later.");
    }

    static MqttSinkOptions of(Map<String, String> properties) {
        var config = new AbstractConfig(DEF, properties, false);
        return new MqttSinkOptions(MqttServer.of(config), config.getString(TEMPLATE),
                config.getBoolean(RETAIN));
    }

    /// @throws IllegalArgumentException if no message can have such a topic
    String topic(String key) {
        if (key.isEmpty() || key.indexOf('+') >= 0 || key.indexOf('#') >= 0 || key.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "an MQTT topic must be without +, # and NUL, and the key not empty, got key '%s'"
                            .formatted(key));
        }
        return template.replace(KEY, key);
    }

    private static void requireTopic(String name, Object value) {
        String text = String.valueOf(value);
        if (!text.contains(KEY) || text.indexOf('+') >= 0 || text.indexOf('#') >= 0) {
            throw new ConfigException(name, value, "expected a topic with ${key} and without + and #");
        }
    }
}
