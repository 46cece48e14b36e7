package io.tidecast.connectors.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidecast.connectors.worker.Cluster;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MqttSourceIT {
    private static final String NAME = "mqtt-source";

    @TempDir
    private Path directory;

    @Test
    void writesNumbersAsReadingsAndComesBackToABrokerThatForgotIt() throws Exception {
        try (var mosquitto = Mosquitto.start(directory, "allow_anonymous true")) {
            Cluster cluster = Cluster.shared();
            cluster.createTopic(NAME);
            cluster.worker().put(NAME, properties(mosquitto));
            // Until the connector has subscribed, messages go nowhere.
            publishUntilTaken(mosquitto, "plant/oven/temp", 1);
            List<String> numbers = IntStream.range(0, 300).mapToObj(i -> i + ".5").toList();
            mosquitto.publish("plant/press/temp", numbers);
            mosquitto.publish("plant/press/noise", List.of("1"));
            mosquitto.publish("plant/press/temp", List.of("broken"));
            assertEquals(numbers.size(),
                    press(numbers.size() + 1).stream().filter(value -> !value.equals("broken"))
                            .map(MqttSourceIT::value).distinct().count());
            assertEquals("broken", press(numbers.size() + 1).getLast());

            mosquitto.killAndRestart();
            publishUntilTaken(mosquitto, "plant/dryer/temp", 1);
            cluster.worker().delete(NAME);
        }
    }

    private static void publishUntilTaken(Mosquitto mosquitto, String topic, int wanted) throws Exception {
        String key = topic.split("/", -1)[1] + "/temperature";
        try (var consumer = Cluster.shared().consumer(NAME)) {
            io.tidecast.connectors.worker.Eventually.holds(java.time.Duration.ofMinutes(1),
                    () -> "nothing of " + topic + " came", () -> {
                        mosquitto.publish(topic, List.of("20.25"));
                        int taken = 0;
                        for (var record : consumer.poll(java.time.Duration.ofMillis(300))) {
                            taken += key(record).equals(key) ? 1 : 0;
                        }
                        return taken >= wanted;
                    });
        }
    }

    /// Values of the series of the press, when so many are there.
    private static List<String> press(int count) throws Exception {
        var values = new java.util.ArrayList<String>();
        try (var consumer = Cluster.shared().consumer(NAME)) {
            io.tidecast.connectors.worker.Eventually.holds(java.time.Duration.ofMinutes(1),
                    () -> values.size() + " of " + count, () -> {
                        for (var record : consumer.poll(java.time.Duration.ofMillis(100))) {
                            if (key(record).equals("press/temperature")) {
                                values.add(new String(record.value(), UTF_8));
                            }
                        }
                        return values.size() >= count;
                    });
        }
        return values;
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.key(), UTF_8);
    }

    private static double value(String reading) {
        try {
            return new ObjectMapper().readTree(reading).path("value").asDouble(Double.NaN);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError("no reading: " + reading, e);
        }
    }

    static Map<String, String> properties(Mosquitto mosquitto) {
        return new HashMap<>(Map.of("connector.class", MqttSourceConnector.class.getName(), "name", NAME,
                "topic", NAME,
                "mqtt.server", mosquitto.uri(), "mqtt.topics", "plant/+/temp,plant/+/noise",
                "mqtt.key.pattern",
                "plant/([^/]+)/temp", "mqtt.key.template", "$1/temperature", "mqtt.payload", "number"));
    }
}
