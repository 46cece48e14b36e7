package io.tidecast.connectors.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
        requireTaken(name, properties(Files.readString(Path.of("src/main/config", name + ".json"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"files", "mqtt"})
    void theWorkerTakesTheConfigurationOfAPage(String page) throws Exception {
        Matcher file = Pattern.compile("<<'END'\n(.*?)\nEND\n", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("../docs/feeds", page + ".md")));
        assertTrue(file.find());
        requireTaken(page, properties(file.group(1)));
    }

    private static void requireTaken(String name, Map<String, String> properties) throws Exception {
        String type = properties.get("connector.class");
        assertNotNull(type);
        properties.put("name", name);
        JsonNode said = Cluster.shared().worker().validate(type.replaceFirst(".*\\.", ""), properties);
        var errors = new ArrayList<String>();
        said.findValues("errors").forEach(error -> error.forEach(one -> errors.add(one.asText())));
        assertEquals(0, said.path("error_count").asInt(-1),
                () -> errors.isEmpty() ? said.toString() : errors.toString());
    }

    private static Map<String, String> properties(String json) throws IOException {
        return new ObjectMapper().readValue(json, new TypeReference<>() {
        });
    }
}
