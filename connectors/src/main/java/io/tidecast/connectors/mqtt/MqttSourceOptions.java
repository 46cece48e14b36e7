package io.tidecast.connectors.mqtt;

import io.tidecast.connectors.record.TopicKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/// Which messages to take and what to make of them.
///
/// @param topic          the Kafka topic that readings are written to
/// @param server         where the messages are
/// @param filters        MQTT topic filters
/// @param keys           how a message's topic names its series
/// @param numbers        whether payloads are plain numbers; otherwise they pass as they are
/// @param sessionExpiry  how long the broker keeps messages while nobody listens
record MqttSourceOptions(String topic, MqttServer server, List<String> filters, TopicPattern keys,
        boolean numbers,
        Duration sessionExpiry) {
    static final String FILTERS = "mqtt.topics";
    static final String KEY_PATTERN = "mqtt.key.pattern";
    static final String KEY_TEMPLATE = "mqtt.key.template";
    static final String PAYLOAD = "mqtt.payload";
    static final String SESSION_EXPIRY = "mqtt.session.expiry.seconds";
    private static final String NUMBER = "number";

    static final ConfigDef DEF = define();

    private static ConfigDef define() {
        ConfigDef def = MqttServer.define(TopicKeys.topic(new ConfigDef()));
        def.define(FILTERS, ConfigDef.Type.LIST, ConfigDef.NO_DEFAULT_VALUE,
                ValidList.anyNonDuplicateValues(false, false), Importance.HIGH,
                "MQTT topic filters to subscribe to at QoS 1, such as plant/+/temperature or plant/#."
                        + " Retained messages are not taken: they are old.");
        def.define(KEY_PATTERN, ConfigDef.Type.STRING, "(.+)", TopicPattern.PATTERN, Importance.HIGH,
                "Regular expression that a message's whole topic must match; a message of another topic is left out.");
        def.define(KEY_TEMPLATE, ConfigDef.Type.STRING, "$1", Importance.HIGH,
                "The series id: $1, $2, ... are the groups of the pattern.");
        def.define(PAYLOAD, ConfigDef.Type.STRING, "reading", ValidString.in("reading", NUMBER),
                Importance.HIGH,
                "reading: the payload is passed on as it is, such as {\"time\": \"2026-01-05T10:00:00Z\", \"value\": 61.2};"
                        + " number: a plain number becomes a reading of the time at which it came."
                        + " What is no number is passed on as it is, so that it is found among the dead letters.");
        return def.define(SESSION_EXPIRY, ConfigDef.Type.LONG, Duration.ofDays(1).toSeconds(),
                Range.between(1, (1L << 32) - 1), Importance.MEDIUM,
                "How long the broker keeps messages for this client while it is away, in seconds.");
    }

    static MqttSourceOptions of(Map<String, String> properties) {
        var config = new AbstractConfig(DEF, properties, false);
        return new MqttSourceOptions(config.getString(TopicKeys.TOPIC), MqttServer.of(config),
                config.getList(FILTERS),
                TopicPattern.of(config.getString(KEY_PATTERN), config.getString(KEY_TEMPLATE)),
                config.getString(PAYLOAD).equals(NUMBER), Duration.ofSeconds(config.getLong(SESSION_EXPIRY)));
    }
}
