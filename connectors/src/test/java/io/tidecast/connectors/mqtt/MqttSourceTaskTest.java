package io.tidecast.connectors.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import io.tidecast.connectors.worker.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The task against a real Mosquitto, without a worker.
class MqttSourceTaskTest {
    @TempDir
    private Path directory;

    @Test
    void acknowledgesAMessageOnlyWhenItsRecordIsCommitted() throws Exception {
        try (var mosquitto = Mosquitto.start(directory, "allow_anonymous true")) {
            var properties = properties(mosquitto.uri());
            MqttSourceTask first = started(properties, mosquitto);
            mosquitto.publish("plant/a", List.of("1", "2", "3"));
            assertEquals(Set.of("1", "2", "3"), values(poll(first, 3)));
            first.stop();

            // Nothing was committed: the broker sends all of them to the next task.
            var second = new MqttSourceTask();
            second.start(properties);
            List<SourceRecord> again = poll(second, 3);
            assertEquals(Set.of("1", "2", "3"), values(again));
            again.forEach(record -> second.commitRecord(record, null));
            // Acknowledgements go out in order: when the fourth is known to be there, theirs are.
            mosquitto.publish("plant/a", List.of("4"));
            poll(second, 1);
            second.stop();

            var third = new MqttSourceTask();
            third.start(properties);
            mosquitto.publish("plant/a", List.of("5"));
            assertEquals(Set.of("4", "5"), values(poll(third, 2)));
            third.stop();
        }
    }

    @Test
    void failsWhenTheBrokerRefusesIt() throws Exception {
        try (var mosquitto = Mosquitto.start(directory, "allow_anonymous false")) {
            var task = new MqttSourceTask();
            task.start(properties(mosquitto.uri()));
            var said = new ArrayList<String>();
            Eventually.holds(Duration.ofSeconds(30), () -> "the task goes on", () -> {
                try {
                    task.poll();
                } catch (ConnectException e) {
                    said.add(String.valueOf(e.getMessage()));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                return !said.isEmpty();
            });
            assertTrue(said.getFirst().contains("NOT_AUTHORIZED"), said.getFirst());
            task.stop();
        }
    }

    @Test
    void readsOverTlsFromABrokerWhoseAuthorityIsTrusted() throws Exception {
        Path authority = certificate();
        try (var mosquitto = Mosquitto.start(directory, "allow_anonymous true", "certfile " + authority,
                "keyfile " + directory.resolve("key.pem"))) {
            var properties = new java.util.HashMap<>(properties("mqtts://localhost:" + mosquitto.port()));
            properties.put("mqtt.tls.ca", authority.toString());
            var task = new MqttSourceTask();
            task.start(properties);
            var sender = client(Map.of("mqtt.server", properties.get("mqtt.server"), "mqtt.tls.ca",
                    authority.toString(), "name", "sender"));
            sender.connect();
            var taken = new ArrayList<SourceRecord>();
            Eventually.holds(Duration.ofSeconds(30), () -> "nothing came over TLS", () -> {
                sender.publishWith().topic("plant/a").payload("7".getBytes(UTF_8)).send();
                taken.addAll(pollOnce(task));
                return !taken.isEmpty();
            });
            assertEquals(Set.of("7"), values(taken));
            sender.disconnect();
            task.stop();
        }
    }

    @Test
    void showsItsCertificateToABrokerThatAsksForOne() throws Exception {
        Path authority = certificate();
        try (var mosquitto = Mosquitto.start(directory, "allow_anonymous true", "certfile " + authority,
                "keyfile " + directory.resolve("key.pem"), "cafile " + authority,
                "require_certificate true")) {
            String uri = "mqtts://localhost:" + mosquitto.port();
            var without = Map.of("mqtt.server", uri, "mqtt.tls.ca",
                    authority.toString(), "name", "sender");
            var refused = client(without);
            assertThrows(RuntimeException.class, refused::connect);

            // The broker trusts what is signed by the certificate that signs itself: that one is the client's as well.
            var with = new java.util.HashMap<>(without);
            with.putAll(Map.of("mqtt.tls.keystore", directory.resolve("broker.p12").toString(),
                    "mqtt.tls.keystore.password", "secret"));
            var sender = client(with);
            sender.connect();
            var properties = new java.util.HashMap<>(properties(uri));
            with.forEach(properties::putIfAbsent);
            var task = new MqttSourceTask();
            task.start(properties);
            var taken = new ArrayList<SourceRecord>();
            Eventually.holds(Duration.ofSeconds(30), () -> "nothing came", () -> {
                sender.publishWith().topic("plant/a").payload("7".getBytes(UTF_8)).send();
                taken.addAll(pollOnce(task));
                return !taken.isEmpty();
            });
            assertEquals(Set.of("7"), values(taken));
            sender.disconnect();
            task.stop();
        }
    }

    private static Mqtt5BlockingClient client(Map<String, String> properties) {
        return MqttServer.of(new org.apache.kafka.common.config.AbstractConfig(
                MqttServer.define(new org.apache.kafka.common.config.ConfigDef()), properties, false))
                .client()
                .buildBlocking();
    }

    /// A certificate of `localhost`, signed by itself, as PEM.
    private Path certificate() throws Exception {
        Path store = directory.resolve("broker.p12");
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        int exit = new ProcessBuilder(keytool.toString(), "-genkeypair", "-alias", "broker", "-keyalg", "RSA",
                "-dname",
                "CN=localhost", "-ext", "SAN=dns:localhost", "-storetype", "PKCS12", "-storepass", "secret",
                "-keystore",
                store.toString()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assertEquals(0, exit, "keytool");
        KeyStore keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
        pem("key.pem", "PRIVATE KEY", keys.getKey("broker", "secret".toCharArray()).getEncoded());
        return pem("certificate.pem", "CERTIFICATE", keys.getCertificate("broker").getEncoded());
    }

    private Path pem(String name, String what, byte[] content) throws IOException {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(UTF_8)).encodeToString(content);
        return Files.writeString(directory.resolve(name),
                "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, base64, what));
    }

    /// A task that has subscribed.
    private static MqttSourceTask started(Map<String, String> properties, Mosquitto mosquitto) {
        var task = new MqttSourceTask();
        task.start(properties);
        Eventually.holds(Duration.ofSeconds(30), () -> "no subscription", () -> {
            mosquitto.publish("plant/hello", List.of("0"));
            List<SourceRecord> hello = pollOnce(task);
            hello.forEach(record -> task.commitRecord(record, null));
            return !hello.isEmpty();
        });
        return task;
    }

    private static List<SourceRecord> poll(MqttSourceTask task, int count) {
        var records = new ArrayList<SourceRecord>();
        Eventually.holds(Duration.ofSeconds(30), () -> records.size() + " of " + count, () -> {
            for (SourceRecord record : pollOnce(task)) {
                if (new String((byte[]) record.key(), UTF_8).equals("plant/a")) {
                    records.add(record);
                } else {
                    task.commitRecord(record, null);
                }
            }
            return records.size() >= count;
        });
        return records;
    }

    private static List<SourceRecord> pollOnce(MqttSourceTask task) {
        try {
            List<SourceRecord> records = task.poll();
            return records == null ? List.of() : records;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> values(List<SourceRecord> records) {
        var values = new TreeSet<String>();
        records.forEach(record -> values.add(new String((byte[]) record.value(), UTF_8)));
        return values;
    }

    private static Map<String, String> properties(String uri) {
        return Map.of("name", "test", "topic", "readings", "mqtt.server", uri, "mqtt.topics", "plant/#");
    }
}
