package io.tidecast.app.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.TopicPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A broker that knows its clients by their certificates.
class ClientCertificateTest {
    private static final String PASSWORD = "s3cret-of-the-store";

    @TempDir
    private static Path directory;

    private static BrokerServer broker;
    private static String address = "";

    @BeforeAll
    static void start() throws Exception {
        for (String name : List.of("broker", "client", "stranger")) {
            keytool("-genkeypair", "-alias", name, "-keyalg", "EC", "-groupname", "secp256r1", "-dname",
                    "CN=" + name, "-ext", "SAN=ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12",
                    "-keystore", store(name), "-storepass", PASSWORD);
            keytool("-exportcert", "-alias", name, "-keystore", store(name), "-storepass", PASSWORD,
                    "-file", store(name) + ".cer");
        }
        for (String known : List.of("broker", "client")) {
            keytool("-importcert", "-noprompt", "-alias", known, "-storetype", "PKCS12", "-keystore",
                    store("known"), "-storepass", PASSWORD, "-file", store(known) + ".cer");
        }
        BrokerPorts ports = BrokerPorts.free(0);
        address = BrokerServer.address(ports);
        broker = BrokerServer.start(directory.resolve("data"), ports, Map.ofEntries(
                Map.entry("listeners", "SSL://%s,CONTROLLER://127.0.0.1:%d".formatted(address,
                        ports.controller())),
                Map.entry("listener.security.protocol.map", "SSL:SSL,CONTROLLER:PLAINTEXT"),
                Map.entry("inter.broker.listener.name", "SSL"), Map.entry("ssl.client.auth", "required"),
                Map.entry("ssl.keystore.location", store("broker")),
                Map.entry("ssl.keystore.password", PASSWORD),
                Map.entry("ssl.truststore.location", store("known")),
                Map.entry("ssl.truststore.password", PASSWORD)));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static String store(String name) {
        return directory.resolve(name + ".p12").toString();
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    private static TidecastConfig config(String client) {
        var given = new HashMap<>(Map.of("bootstrap.servers", address, "security.protocol", "SSL",
                "ssl.truststore.location", store("known"), "ssl.truststore.password", PASSWORD));
        if (!client.isEmpty()) {
            given.putAll(Map.of("ssl.keystore.location", store(client), "ssl.keystore.password", PASSWORD));
        }
        return TidecastConfig.load(null, given);
    }

    private static void create(String client) {
        try (var cluster = Cluster.connect(config(client).adminProperties())) {
            cluster.create(TopicPlan.of(Stream.of("t"), 1, null, null));
        }
    }

    @Test
    void aClientWithItsCertificateIsServed() throws Exception {
        create("client");
        try (var producer = new KafkaProducer<>(config("client").producerProperties(), new StringSerializer(),
                new StringSerializer())) {
            assertEquals(0, producer.send(new ProducerRecord<>("t", "x")).get().offset());
        }
    }

    @Test
    void aClientWithoutOneOrWithAnotherIsRefusedAndTold() {
        for (String client : List.of("", "stranger")) {
            var refused = assertThrows(CommandFailure.class, () -> create(client));
            assertEquals(ExitCode.ENVIRONMENT, refused.exitCode());
            assertTrue(String.valueOf(refused.getMessage())
                    .contains("check ssl.truststore.* and ssl.keystore.*"), refused.getMessage());
            assertFalse(String.valueOf(refused.getMessage()).contains(PASSWORD), refused.getMessage());
        }
    }
}
