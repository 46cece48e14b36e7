package io.tidecast.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.broker.SecureBroker;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Settings of TLS and SASL reach every client, and secrets nothing else.
class SecureClusterTest {
    private static final String ALL_RIGHTS = "the user may read, write and create what it must";

    @TempDir
    private static Path directory;

    private static SecureBroker broker = startBroker();

    private static SecureBroker startBroker() {
        try {
            return new SecureBroker(Files.createTempDirectory("secure-broker"));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @BeforeAll
    static void createTopics() throws Exception {
        Files.writeString(directory.resolve("a.csv"),
                "time,v\n2024-01-01 00:00:00,1\n2024-01-01 01:00:00,2\n");
        Path config = config("tidecast", "");
        try (var create = TidecastProcess.start(directory, "topics", "create", "--config",
                config.toString())) {
            assertEquals(0, create.awaitExit(), create.errors());
        }
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static Path config(String user, String more) throws Exception {
        return Files.writeString(directory.resolve(user + ".properties"),
                broker.clientSettings(user) + "state.dir=" + directory.resolve("state-" + user) + "\n"
                        + more);
    }

    @Test
    void readingsAreForecastOverTlsAndSasl() throws Exception {
        Path config = config("tidecast", "");
        try (var run = TidecastProcess.start(directory, "run", "--verbose", "--config", config.toString())) {
            run.awaitLine("-> RUNNING");
            try (var replay = TidecastProcess.start(directory, "replay", "--config", config.toString(),
                    "--input",
                    directory.resolve("a.csv").toString())) {
                assertEquals(0, replay.awaitExit(), replay.errors());
                assertEquals("2 readings sent to readings", replay.output());
            }
            run.signal("TERM");
            assertEquals(143, run.awaitExit(), run.errors());
            assertTrue(run.errors().contains("ssl.truststore.password = [hidden]"),
                    "Kafka's log of settings");
            assertNoSecrets(run);
        }
    }

    @Test
    void whoMayNotIsToldAndSecretsAreNot() throws Exception {
        Path config = config("stranger", "");
        try (var run = TidecastProcess.start(directory, "run", "--verbose", "--debug", "--config",
                config.toString())) {
            assertEquals(4, run.awaitExit(), run.errors());
            assertTrue(run.errors().toLowerCase(java.util.Locale.ROOT).contains("authoriz"), run.errors());
            assertNoSecrets(run);
        }
    }

    @Test
    void aWrongPasswordIsToldAndNotShown() throws Exception {
        Path config = directory.resolve("wrong.properties");
        Files.writeString(config,
                broker.clientSettings("tidecast").replace(SecureBroker.PASSWORD, "wr0ng-secret"));
        try (var run = TidecastProcess.start(directory, "run", "--verbose", "--debug", "--config",
                config.toString())) {
            assertEquals(4, run.awaitExit(), run.errors());
            assertTrue(run.errors().contains("Authentication failed"), run.errors());
            assertFalse(run.errors().contains("wr0ng-secret"), run.errors());
            assertNoSecrets(run);
        }
    }

    @Test
    void aWrongConfigurationDoesNotShowItsSecrets() throws Exception {
        Path config = config("typo", "sasl.mechanizm=PLAIN\n");
        try (var run = TidecastProcess.start(directory, "run", "--debug", "--config", config.toString())) {
            assertEquals(2, run.awaitExit(), run.errors());
            assertTrue(run.errors().contains("sasl.mechanizm"), run.errors());
            assertNoSecrets(run);
        }
    }

    /// A cluster does not tell of a right to create that holds for a prefix, so the doctor looks whether it is needed.
    @Test
    void theDoctorAsksForTheRightToCreateAndToReadForThePageOnlyAsLongAsTheyAreNeeded() throws Exception {
        Path config = config("sensors", "application.id=sensors\n");
        var settings = new Properties();
        settings.load(new StringReader(broker.clientSettings("tidecast")));
        try (var admin = Admin.create(settings)) {
            admin.createAcls(List.of(allowed(ResourceType.TOPIC, "readings", AclOperation.READ),
                    allowed(ResourceType.TOPIC, "forecasts", AclOperation.WRITE),
                    allowed(ResourceType.TOPIC, "forecast-events", AclOperation.WRITE),
                    allowed(ResourceType.TOPIC, "readings-dlq", AclOperation.WRITE),
                    allowed(ResourceType.TOPIC, "readings-dlq", AclOperation.READ),
                    allowed(ResourceType.TOPIC, "sensors-", AclOperation.ALL),
                    allowed(ResourceType.GROUP, "sensors", AclOperation.ALL),
                    allowed(ResourceType.CLUSTER, "kafka-cluster", AclOperation.DESCRIBE))).all().get();
            assertTrue(doctor(config).contains("topics with the prefix sensors-"), () -> doctor(config));
            admin.createTopics(Stream.of("snapshots", "journal", "clock")
                    .map(store -> new NewTopic("sensors-tidecast-%s-changelog".formatted(store), 1,
                            (short) 1))
                    .toList()).all().get();
        }
        String withoutPage = doctor(config, "--set", "web.port=-1");
        assertTrue(withoutPage.contains(ALL_RIGHTS), withoutPage);
        String withPage = doctor(config);
        for (String topic : List.of("forecasts", "forecast-events")) {
            assertTrue(
                    withPage.contains("may not READ topic %s, without which the live page".formatted(topic)),
                    withPage);
        }
        assertFalse(withPage.contains("READ topic readings"), withPage);
        try (var admin = Admin.create(settings)) {
            admin.createAcls(List.of(allowed(ResourceType.TOPIC, "forecasts", AclOperation.READ),
                    allowed(ResourceType.TOPIC, "forecast-events", AclOperation.READ))).all().get();
        }
        assertTrue(doctor(config).contains(ALL_RIGHTS), () -> doctor(config));
    }

    private static AclBinding allowed(ResourceType type, String name, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(type, name,
                        name.endsWith("-") ? PatternType.PREFIXED : PatternType.LITERAL),
                new AccessControlEntry("User:sensors", "*", operation, AclPermissionType.ALLOW));
    }

    private static String doctor(Path config, String... more) {
        String[] arguments = Stream
                .concat(Stream.of("doctor", "--config", config.toString()), Stream.of(more))
                .toArray(String[]::new);
        try (var doctor = TidecastProcess.start(directory, arguments)) {
            doctor.awaitExit();
            return doctor.output();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void assertNoSecrets(TidecastProcess process) {
        for (String secret : new String[]{SecureBroker.PASSWORD, SecureBroker.STORE_PASSWORD}) {
            assertFalse(process.errors().contains(secret), process::errors);
            assertFalse(process.output().contains(secret), process::output);
        }
    }
}
