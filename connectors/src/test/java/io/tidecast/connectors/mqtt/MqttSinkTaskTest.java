package io.tidecast.connectors.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import io.tidecast.connectors.worker.Eventually;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/// The task against a real Mosquitto, without a worker.
class MqttSinkTaskTest {
    private static final List<SinkRecord> BATCH = List
            .of(new SinkRecord("forecasts", 0, null, "a".getBytes(UTF_8), null, "1".getBytes(UTF_8), 0));

    @TempDir
    private Path directory;

    /// A client that has never been connected would not even return.
    @Test
    @Timeout(value = 150, threadMode = ThreadMode.SEPARATE_THREAD)
    void keepsNothingOfABatchWhileTheBrokerIsAway() throws Exception {
        try (var mosquitto = Mosquitto.start(directory, "allow_anonymous true")) {
            mosquitto.kill();
            MqttSinkTask task = started(mosquitto.uri());
            for (int given = 0; given < 3; given++) {
                var e = assertThrows(RetriableException.class, () -> task.put(BATCH));
                assertTrue(String.valueOf(e.getMessage()).startsWith("no connection to"), e::getMessage);
            }
            mosquitto.restart();
            var subscriber = mosquitto.client();
            try (var messages = subscriber.publishes(MqttGlobalPublishFilter.ALL)) {
                subscriber.subscribeWith().topicFilter("#").send();
                Eventually.holds(Duration.ofMinutes(1), () -> "it does not come back", () -> isTaken(task));
                mosquitto.publish("after", List.of("2"));
                for (String expected : List.of("1", "2")) {
                    var message = messages.receive(1, TimeUnit.MINUTES).orElseThrow();
                    assertEquals(expected, new String(message.getPayloadAsBytes(), UTF_8));
                }
            }
            task.stop();
        }
    }

    private static boolean isTaken(MqttSinkTask task) {
        try {
            task.put(BATCH);
            return true;
        } catch (RetriableException e) {
            return false;
        }
    }

    private static MqttSinkTask started(String uri) {
        var task = new MqttSinkTask();
        // It asks for the reporter of bad records, which there is not, and to be called again later.
        task.initialize((SinkTaskContext) Proxy.newProxyInstance(MqttSinkTaskTest.class.getClassLoader(),
                new Class<?>[]{SinkTaskContext.class}, (_, _, _) -> null));
        task.start(Map.of("name", "sink", "mqtt.server", uri, "mqtt.topic.template", "edge/${key}"));
        return task;
    }
}
