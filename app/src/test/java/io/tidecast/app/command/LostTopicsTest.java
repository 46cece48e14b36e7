package io.tidecast.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.broker.TestBroker;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.TopicPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a running pipeline when its topics change under it.
class LostTopicsTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private static Path directory;

    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    @Test
    void withoutItsReadingsAPipelineStopsAndNamesThem() throws Exception {
        try (var pipeline = start("a")) {
            delete("a-readings");
            assertEquals(4, pipeline.awaitExit(), pipeline.errors());
            assertTrue(pipeline.errors().contains("there is no topic a-readings at " + BROKER.address()),
                    pipeline.errors());
        }
    }

    @Test
    void aDeadLetterTopicThatIsMadeAnewGetsWhatWasHeldBack() throws Exception {
        aTopicThatIsMadeAnewGetsWhatWasHeldBack("b", "b-dlq");
    }

    @Test
    void aForecastsTopicThatIsMadeAnewGetsWhatWasHeldBack() throws Exception {
        aTopicThatIsMadeAnewGetsWhatWasHeldBack("c", "c-forecasts");
    }

    private static void aTopicThatIsMadeAnewGetsWhatWasHeldBack(String name, String lost) throws Exception {
        try (var pipeline = start(name)) {
            send(name, "{\"time\":\"2026-01-01T00:00:00Z\",\"value\":1}", "no reading");
            await(name + "-forecasts", 1);
            await(name + "-dlq", 1);
            delete(lost);
            send(name, "{\"time\":\"2026-01-01T00:10:00Z\",\"value\":2}", "nor this");
            pipeline.awaitLine("UNKNOWN_TOPIC_OR_PARTITION");
            create(1, lost);
            await(lost, 1);
            await(name + (lost.endsWith("-dlq") ? "-forecasts" : "-dlq"), 2);
            pipeline.signal("TERM");
            assertEquals(143, pipeline.awaitExit(), pipeline.errors());
        }
    }

    @Test
    void readingsThatGetMorePartitionsStopAPipelineWithTheReason() throws Exception {
        try (var pipeline = start("d"); var admin = admin()) {
            send("d", "{\"time\":\"2026-01-01T00:00:00Z\",\"value\":1}");
            await("d-forecasts", 1);
            admin.createPartitions(Map.of("d-readings", NewPartitions.increaseTo(2))).all().get();
            assertEquals(4, pipeline.awaitExit(), pipeline.errors());
            assertTrue(pipeline.errors().contains("but the state in d-tidecast-"), pipeline.errors());
        }
    }

    /// A pipeline that runs, on topics of one partition.
    private static TidecastProcess start(String name) throws Exception {
        create(1, name + "-readings", name + "-forecasts", name + "-dlq", name + "-events");
        Path config = Files.writeString(directory.resolve(name + ".properties"), """
                bootstrap.servers=%s
                application.id=%s
                state.dir=%s
                readings.topic=%s-readings
                forecasts.topic=%s-forecasts
                dead.letters.topic=%s-dlq
                events.topic=%s-events
                metadata.max.age.ms=2000
                """.formatted(BROKER.address(), name, directory.resolve("state-" + name), name, name, name,
                name));
        var pipeline = TidecastProcess.start(directory, "run", "--config", config.toString());
        pipeline.awaitLine("-> RUNNING");
        return pipeline;
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", BROKER.address()));
    }

    private static void create(int partitions, String... topics) {
        try (var cluster = Cluster.connect(Map.of("bootstrap.servers", BROKER.address()))) {
            cluster.create(TopicPlan.of(Stream.of(topics), partitions, null, null));
        }
    }

    private static void delete(String topic) throws Exception {
        try (var admin = admin()) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    private static void send(String name, String... readings) throws Exception {
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", BROKER.address()),
                new StringSerializer(),
                new StringSerializer())) {
            for (String reading : readings) {
                producer.send(new ProducerRecord<>(name + "-readings", "pump", reading)).get();
            }
        }
    }

    /// Waits until so many records are committed.
    private static void await(String topic, int count) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        Set<Long> offsets = new HashSet<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", BROKER.address(), "isolation.level", "read_committed"),
                new StringDeserializer(), new StringDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (offsets.size() < count) {
                assertTrue(System.nanoTime() < deadline, () -> "%s has %d records, expected %d"
                        .formatted(topic, offsets.size(), count));
                consumer.poll(Duration.ofMillis(200)).forEach(record -> offsets.add(record.offset()));
            }
        }
        assertEquals(count, offsets.size(), topic);
    }
}
