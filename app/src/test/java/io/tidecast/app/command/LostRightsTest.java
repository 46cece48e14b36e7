package io.tidecast.app.command;

import static org.apache.kafka.common.acl.AclOperation.ALL;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.broker.SecureBroker;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.TopicPlan;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rights that docs/operations.md says a pipeline needs are enough, and losing one ends it with the reason.
class LostRightsTest {
    private static final String ABANDONED = "tidecast-00000000-0000-0000-0000-000000000001-1";

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    private static Path directory;

    @Test
    void aPipelineWorksWithItsRightsAndStopsWithoutThem() throws Exception {
        try (var broker = new SecureBroker(directory)) {
            Map<String, Object> owner = owner(broker);
            try (var admin = Admin.create(owner); var cluster = Cluster.connect(owner)) {
                cluster.create(TopicPlan.of(
                        Stream.of("readings", "forecasts", "readings-dlq", "forecast-events"), 1, null,
                        null));
                admin.createAcls(rights().toList()).all().get();
                abandonTransaction(owner);
                try (var pipeline = start(broker)) {
                    pipeline.awaitLine(
                            "ended the open transactions of instances that are gone: [" + ABANDONED);
                    send(owner, "{\"time\":\"2026-01-01T00:00:00Z\",\"value\":1}");
                    awaitForecast(owner);
                    admin.deleteAcls(List.of(right(TOPIC, "forecasts", LITERAL, WRITE).toFilter())).all()
                            .get();
                    send(owner, "{\"time\":\"2026-01-01T00:10:00Z\",\"value\":2}");
                    assertEquals(4, pipeline.awaitExit(), pipeline.errors());
                    assertTrue(pipeline.errors().contains("Not authorized to access topics: [forecasts]"),
                            pipeline.errors());
                }
            }
        }
    }

    private static Stream<AclBinding> rights() {
        return Stream.of(right(TOPIC, "readings", LITERAL, READ), right(TOPIC, "forecasts", LITERAL, WRITE),
                right(TOPIC, "readings-dlq", LITERAL, WRITE), right(TOPIC, "forecast-events", LITERAL, WRITE),
                right(TOPIC, "tidecast-", PREFIXED, ALL), right(GROUP, "tidecast", LITERAL, READ),
                right(TRANSACTIONAL_ID, "tidecast-", PREFIXED, WRITE));
    }

    private static AclBinding right(ResourceType type, String name, PatternType pattern,
            AclOperation operation) {
        return new AclBinding(new ResourcePattern(type, name, pattern),
                new AccessControlEntry("User:worker", "*", operation, AclPermissionType.ALLOW));
    }

    private static Map<String, Object> owner(SecureBroker broker) throws Exception {
        var properties = new Properties();
        properties.load(new StringReader(broker.clientSettings("tidecast")));
        var map = new HashMap<String, Object>();
        properties.forEach((key, value) -> map.put(String.valueOf(key), value));
        return map;
    }

    private static TidecastProcess start(SecureBroker broker) throws Exception {
        Path config = Files.writeString(directory.resolve("worker.properties"),
                broker.clientSettings("worker") + "state.dir=" + directory.resolve("state") + "\n");
        return TidecastProcess.start(directory, "run", "--config", config.toString());
    }

    /// As a killed instance leaves it.
    private static void abandonTransaction(Map<String, Object> owner) throws Exception {
        var all = new HashMap<>(owner);
        all.put("transactional.id", ABANDONED);
        try (var producer = new KafkaProducer<>(all, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("forecasts", "x")).get();
            producer.close(Duration.ZERO);
        }
    }

    /// Of what is committed: the record of the abandoned transaction is none.
    private static void awaitForecast(Map<String, Object> owner) {
        var all = new HashMap<>(owner);
        all.put("isolation.level", "read_committed");
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (var consumer = new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer())) {
            var partition = List.of(new TopicPartition("forecasts", 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            while (consumer.poll(Duration.ofMillis(200)).isEmpty()) {
                assertTrue(System.nanoTime() < deadline, "no forecast is committed");
            }
        }
    }

    private static void send(Map<String, Object> owner, String reading) throws Exception {
        try (var producer = new KafkaProducer<>(owner, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("readings", "pump", reading)).get();
        }
    }
}
