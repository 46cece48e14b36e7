package io.tidecast.connectors;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tidecast.connectors.influx.InfluxSinkConnector;
import io.tidecast.connectors.mqtt.MqttSinkConnector;
import io.tidecast.connectors.mqtt.MqttSourceConnector;
import io.tidecast.connectors.replay.ReplaySourceConnector;
import io.tidecast.connectors.simulator.SimulatorSourceConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Connector;
import org.junit.jupiter.api.Test;

/// The reference of all keys is made of the connectors' own definitions; `-Dreference.write=true` writes it anew.
class ConnectorReferenceTest {
    private static final Path PAGE = Path.of("../docs/feeds/reference.md");
    private static final List<Connector> CONNECTORS = List.of(new ReplaySourceConnector(),
            new SimulatorSourceConnector(), new MqttSourceConnector(), new MqttSinkConnector(),
            new InfluxSinkConnector());

    @Test
    void thePageOfAllKeysIsWhatTheConnectorsSay() throws IOException {
        String page = "# Connectors: every key\n\nBeside Kafka Connect's own keys.\n"
                + CONNECTORS.stream().map(ConnectorReferenceTest::section).collect(joining());
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE),
                "docs/feeds/reference.md is stale; -Dreference.write=true writes it anew");
    }

    @Test
    void everyKeySaysWhatItMeans() {
        for (Connector connector : CONNECTORS) {
            connector.config().configKeys().values()
                    .forEach(key -> assertFalse(Objects.toString(key.documentation, "").isBlank(), key.name));
        }
    }

    private static String section(Connector connector) {
        return "\n## `%s`\n\n| key | default | meaning |\n|---|---|---|\n"
                .formatted(connector.getClass().getName())
                + connector.config().configKeys().values().stream().map(ConnectorReferenceTest::row)
                        .collect(joining());
    }

    private static String row(ConfigDef.ConfigKey key) {
        String text = key.hasDefault()
                ? ConfigDef.convertToString(
                        key.type == ConfigDef.Type.PASSWORD ? "" : key.defaultValue,
                        key.type == ConfigDef.Type.PASSWORD ? ConfigDef.Type.STRING : key.type)
                : "required";
        String shown = Objects.toString(text, "").isEmpty() ? "" : key.hasDefault() ? "`" + text + "`" : text;
        return String.format(Locale.ROOT, "| `%s` | %s | %s |%n", key.name, shown,
                key.documentation.replace("|", "\\|"));
    }
}
