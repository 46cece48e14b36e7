package io.tidecast.connectors.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class TopicPatternTest {
    @Test
    void putsTheGroupsOfTheTopicIntoTheTemplate() {
        var pattern = TopicPattern.of("plant/([^/]+)/sensors/(.+)", "$1/$2");
        assertEquals("oven/temperature", pattern.key("plant/oven/sensors/temperature"));
        assertEquals("oven/a/b", pattern.key("plant/oven/sensors/a/b"));
        assertNull(pattern.key("plant/oven/state"));
        assertNull(pattern.key("x/plant/oven/sensors/temperature"));
    }

    @Test
    void isTheWholeTopicByDefault() {
        assertEquals("plant/oven", TopicPattern.of("(.+)", "$1").key("plant/oven"));
    }

    @Test
    void refusesATemplateWithAGroupThatThePatternHasNot() {
        var e = assertThrows(ConfigException.class, () -> TopicPattern.of("plant/(.+)", "$2"));
        assertEquals(
                "Invalid value $2 for configuration mqtt.key.template: expected groups of plant/(.+): No group 2",
                e.getMessage());
    }

    @Test
    void isCheckedBeforeTheConnectorStarts() {
        var config = new MqttSourceConnector().validate(java.util.Map.of("topic", "readings", "mqtt.server",
                "mqtt://localhost", "mqtt.topics", "plant/#", "mqtt.key.pattern", "plant/(.+)",
                "mqtt.key.template",
                "$1/$2"));
        assertEquals(java.util.List.of("mqtt.key.template"), config.configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty()).map(value -> value.name()).toList());
    }
}
