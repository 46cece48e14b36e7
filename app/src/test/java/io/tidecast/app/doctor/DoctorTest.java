package io.tidecast.app.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.broker.SecureBroker;
import io.tidecast.app.broker.TestBroker;
import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.Finding;
import io.tidecast.app.kafka.Finding.Level;
import io.tidecast.app.kafka.TopicPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir
    private static Path directory;

    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    private static TidecastConfig config(String prefix, Map<String, String> more) {
        var all = new HashMap<>(Map.of("bootstrap.servers", BROKER.address(), "application.id", prefix,
                "state.dir",
                directory.resolve("state").toString(), "readings.topic", prefix + "-in", "forecasts.topic",
                prefix + "-out", "dead.letters.topic", prefix + "-dead", "events.topic", prefix + "-events"));
        all.putAll(more);
        return TidecastConfig.load(null, all);
    }

    private static List<Finding> examine(TidecastConfig config) {
        return Doctor.examine(config, "--config x");
    }

    private static void create(TidecastConfig config) {
        try (var cluster = Cluster.connect(config.adminProperties())) {
            cluster.create(TopicPlan.of(config.forecastOptions().topics().all().stream(), 1, null, null));
        }
    }

    private static void assertFound(List<Finding> findings, Level level, String check, String part) {
        assertTrue(findings.stream().anyMatch(finding -> finding.level() == level
                && finding.check().equals(check) && finding.message().contains(part)), findings::toString);
    }

    @Test
    void nothingIsWrongWithASoundCluster() {
        TidecastConfig config = config("sound", Map.of());
        create(config);
        List<Finding> findings = examine(config);
        assertEquals(List.of(), findings.stream().filter(finding -> finding.level() == Level.ERROR).toList());
        assertEquals(
                List.of("java", "memory", "state", "formats", "brokers", "topics", "retention", "permissions",
                        "group", "clock"),
                findings.stream().map(Finding::check).distinct().toList());
        assertFound(findings, Level.OK, "brokers", "metadata.version 4.3");
        assertFound(findings, Level.OK, "group", "sound has not run");
    }

    @Test
    void allThatIsWrongIsSaidAtOnce() throws Exception {
        TidecastConfig config = config("ill",
                Map.of("live.bytes", "9000000000000", "producer.max.request.size", "1000"));
        try (var cluster = Cluster.connect(config.adminProperties())) {
            cluster.ask(admin -> admin.createTopics(Stream.of(topic("ill-in", 1, "compact"),
                    topic("ill-out", 2, "delete"), topic("ill-dead", 1, "delete"),
                    topic("ill-events", 1, "delete"),
                    topic("ill-tidecast-snapshots-changelog", 1, "delete")).toList()).all());
        }
        List<Finding> findings = examine(config);
        assertFound(findings, Level.WARNING, "memory", "lower live.bytes");
        assertFound(findings, Level.ERROR, "partitions", "ill-out must have as many partitions as ill-in, 1");
        assertFound(findings, Level.ERROR, "sizes", "producer.max.request.size must be at least");
        assertFound(findings, Level.WARNING, "topics", "cleanup.policy of ill-in is compact");
        assertFound(findings, Level.ERROR, "topics",
                "cleanup.policy of the changelog ill-tidecast-snapshots-changelog must be compact");
    }

    private static NewTopic topic(String name, int partitions, String cleanup) {
        return new NewTopic(name, Optional.of(partitions), Optional.empty())
                .configs(Map.of("cleanup.policy", cleanup));
    }

    @Test
    void aClockThatIsAheadIsAWarning() throws Exception {
        TidecastConfig config = config("ahead", Map.of());
        create(config);
        try (var producer = new KafkaProducer<>(config.producerProperties(), new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>("ahead-in", 0, Instant.now().plusSeconds(600).toEpochMilli(),
                    new byte[]{1}, new byte[]{1})).get(1, TimeUnit.MINUTES);
        }
        assertFound(examine(config), Level.WARNING, "clock", "a sender's clock is ahead");
    }

    @Test
    void withoutABrokerTheMachineIsStillLookedAt() throws IOException {
        Path file = Files.createFile(directory.resolve("a-file"));
        List<Finding> findings = examine(
                config("nowhere", Map.of("bootstrap.servers", "127.0.0.1:1", "state.dir", file.toString(),
                        "admin.default.api.timeout.ms", "1000", "admin.request.timeout.ms", "1000")));
        assertFound(findings, Level.ERROR, "state", "must be a directory");
        assertFound(findings, Level.ERROR, "brokers", "no Kafka broker answers at 127.0.0.1:1");
        assertEquals(2, findings.stream().filter(finding -> finding.level() == Level.ERROR).count(),
                findings::toString);
    }

    @Test
    void whoMayNotIsToldWhatForAndSecretsAreNot() throws Exception {
        Path own = Files.createDirectory(directory.resolve("secure"));
        try (var secure = new SecureBroker(own)) {
            Path file = Files.writeString(own.resolve("stranger.properties"),
                    secure.clientSettings("stranger") + "state.dir=" + own.resolve("state"));
            List<Finding> findings = examine(TidecastConfig.load(file, Map.of()));
            assertTrue(findings.stream().anyMatch(finding -> finding.level() == Level.ERROR
                    && finding.message().contains("uthoriz")), findings::toString);
            assertTrue(findings.stream().noneMatch(
                    finding -> finding.message().contains(SecureBroker.PASSWORD)), findings::toString);
        }
    }
}
