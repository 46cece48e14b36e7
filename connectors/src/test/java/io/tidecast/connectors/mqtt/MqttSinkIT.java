package io.tidecast.connectors.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import io.tidecast.connectors.worker.Cluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MqttSinkIT {
    private static final String NAME = "mqtt-sink";

    @TempDir
    private Path directory;

    @Test
    void publishesEachForecastToTheTopicOfItsSeriesAndTheBrokerKeepsTheNewest() throws Exception {
        try (var mosquitto = Mosquitto.start(directory, "allow_anonymous true")) {
            Cluster cluster = Cluster.shared();
            cluster.createTopic(NAME);
            var subscriber = mosquitto.client();
            try (var messages = subscriber.publishes(MqttGlobalPublishFilter.ALL)) {
                subscriber.subscribeWith().topicFilter("edge/#").qos(MqttQos.AT_LEAST_ONCE).send();
                cluster.worker().put(NAME,
                        Map.of("connector.class", MqttSinkConnector.class.getName(), "topics", NAME,
                                "mqtt.server", mosquitto.uri(), "mqtt.topic.template",
                                "edge/${key}/forecast"));
                cluster.produce(NAME, List.of(forecast("oven/temp", "{\"value\":1.0}"),
                        forecast("press/temp", "{\"value\":2.0}"), forecast("oven/temp", "{\"value\":3.0}")));
                var got = new ArrayList<String>();
                while (got.size() < 3) {
                    var message = messages.receive(1, TimeUnit.MINUTES).orElse(null);
                    assertNotNull(message, () -> got + ", task " + state(cluster));
                    assertEquals(MqttQos.AT_LEAST_ONCE, message.getQos());
                    got.add(message.getTopic() + " " + new String(message.getPayloadAsBytes(), UTF_8));
                }
                assertEquals(List.of("edge/oven/temp/forecast {\"value\":1.0}",
                        "edge/press/temp/forecast {\"value\":2.0}",
                        "edge/oven/temp/forecast {\"value\":3.0}"), got);
            }
            var late = mosquitto.client();
            try (var messages = late.publishes(MqttGlobalPublishFilter.ALL)) {
                late.subscribeWith().topicFilter("edge/oven/temp/forecast").send();
                var kept = messages.receive(1, TimeUnit.MINUTES).orElseThrow();
                assertEquals("{\"value\":3.0}", new String(kept.getPayloadAsBytes(), UTF_8));
            }
            cluster.worker().delete(NAME);
        }
    }

    private static String state(Cluster cluster) {
        try {
            return cluster.worker().taskState(NAME);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }

    private static Map.Entry<String, byte[]> forecast(String key, String value) {
        return Map.entry(key, value.getBytes(UTF_8));
    }
}
