package io.tidecast.connectors.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedConfigurationIT {
    @Test
    void theWorkerFindsEveryConnectorWithItsVersion() throws Exception {
        Set<String> ours = new HashSet<>();
        for (JsonNode plugin : Cluster.shared().worker().plugins()) {
            if (plugin.path("class").asText().startsWith("io.tidecast.")) {
                ours.add(plugin.path("class").asText().replaceFirst(".*\\.", "") + " "
                        + plugin.path("type").asText());
                assertEquals(System.getProperty("project.version"), plugin.path("version").asText());
            }
        }
        assertEquals(Set.of("ReplaySourceConnector source", "SimulatorSourceConnector source",
                "MqttSourceConnector source", "MqttSinkConnector sink", "InfluxSinkConnector sink"), ours);
    }

    @ParameterizedTest
    @ValueSource(strings = {"replay-csv", "replay-line-protocol", "simulator", "mqtt-source", "mqtt-sink",
            "influx-sink"})
    void theWorkerTakesEveryShippedConfiguration(String name) throws Exception {
        Map<String, String> properties = properties(name);
        String type = properties.get("connector.class");
        assertNotNull(type);
        properties.put("name", name);
        JsonNode said = Cluster.shared().worker().validate(type.replaceFirst(".*\\.", ""), properties);
        var errors = new ArrayList<String>();
        said.findValues("errors").forEach(error -> error.forEach(one -> errors.add(one.asText())));
        assertEquals(0, said.path("error_count").asInt(-1),
                () -> errors.isEmpty() ? said.toString() : errors.toString());
    }

    private static Map<String, String> properties(String name) throws IOException {
        return new ObjectMapper().readValue(Path.of("src/main/config", name + ".json").toFile(),
                new TypeReference<>() {
                });
    }
}
