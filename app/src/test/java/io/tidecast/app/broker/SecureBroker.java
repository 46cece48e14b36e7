package io.tidecast.app.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A broker that takes clients by SASL_SSL only: certificate by `keytool`, users `tidecast`, who may do all, `stranger`
/// and `worker`, who may do what they are given a right to.
public final class SecureBroker implements AutoCloseable {
    /// Passwords that must appear nowhere.
    public static final String PASSWORD = "s3cret-of-tidecast";
    public static final String STORE_PASSWORD = "s3cret-of-the-store";

    private static final String JAAS = "org.apache.kafka.common.security.plain.PlainLoginModule required";

    private final Path store;
    private final BrokerPorts ports;
    private final BrokerServer server;

    public SecureBroker(Path directory) throws IOException, InterruptedException {
        store = directory.resolve("keys.p12");
        createKeys();
        ports = BrokerPorts.free(0);
        server = BrokerServer.start(directory.resolve("data"), ports, settings());
    }

    private void createKeys() throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "broker", "-keyalg", "EC", "-groupname", "secp256r1", "-dname",
                "CN=localhost", "-ext", "SAN=ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12",
                "-keystore", store.toString(), "-storepass", STORE_PASSWORD).redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0 || !Files.exists(store)) {
            throw new AssertionError("keytool failed: " + output);
        }
    }

    private Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("listeners",
                        "SASL_SSL://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(ports.broker(),
                                ports.controller())),
                Map.entry("listener.security.protocol.map", "SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT"),
                Map.entry("inter.broker.listener.name", "SASL_SSL"),
                Map.entry("sasl.enabled.mechanisms", "PLAIN"),
                Map.entry("sasl.mechanism.inter.broker.protocol", "PLAIN"),
                Map.entry("listener.name.sasl_ssl.plain.sasl.jaas.config",
                        "%s username=\"broker\" password=\"b\" user_broker=\"b\" user_tidecast=\"%s\" user_stranger=\"%s\" user_worker=\"%s\" user_sensors=\"%s\";"
                                .formatted(JAAS, PASSWORD, PASSWORD, PASSWORD, PASSWORD)),
                Map.entry("ssl.keystore.location", store.toString()),
                Map.entry("ssl.keystore.password", STORE_PASSWORD),
                Map.entry("ssl.truststore.location", store.toString()),
                Map.entry("ssl.truststore.password", STORE_PASSWORD),
                Map.entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                Map.entry("super.users", "User:broker;User:tidecast;User:ANONYMOUS"));
    }

    /// What a user's configuration file says.
    public String clientSettings(String user) {
        return """
                bootstrap.servers=127.0.0.1:%d
                security.protocol=SASL_SSL
                sasl.mechanism=PLAIN
                sasl.jaas.config=%s username="%s" password="%s";
                ssl.truststore.location=%s
                ssl.truststore.password=%s
                """.formatted(ports.broker(), JAAS, user, PASSWORD, store, STORE_PASSWORD);
    }

    @Override
    public void close() {
        server.close();
    }
}
