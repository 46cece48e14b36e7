package io.tidecast.app.feeds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.docs.Page;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.TopicPlan;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

/// Scale-out by compose, and the profile `scale`, against an instance that was alone and undisturbed: the same bits. By `docker-compose` 1.29, which
/// takes the README's commands too.
class ComposeScaleIT {
    private static final int PARTITIONS = 4;
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final String ALONE = "-alone";
    private static final List<String> ANSWERS = List.of("forecasts", "readings-dlq");

    @Test
    void scaledAndKilledInstancesGiveTheBitsOfOneAlone() throws Exception {
        Iterator<String> commands = Page.read("README.md").commandsWith("docker compose ").iterator();
        try (var project = ComposeProject.of("docker-compose")) {
            project.runAsOnPage(commands.next());
            project.awaitHealthy("tidecast", 1);
            project.runAsOnPage(commands.next());
            project.awaitForecasts(500);
            project.runAsOnPage(commands.next());
            project.awaitHealthy("tidecast", 2);
            project.awaitForecasts(2_000);
            project.list("kill", project.containers("tidecast").getFirst());
            project.compose("--profile", "scale", "up", "-d", "--no-recreate", "tidecast-2");
            project.awaitHealthy("tidecast-2", 1);
            project.compose("stop", "simulator");
            runAlone(project);

            long readings = end(project, "readings");
            assertTrue(readings > 2_000, "readings: " + readings);
            Map<TopicPartition, String> scaled = digests(project, ANSWERS, readings);
            Map<TopicPartition, String> alone = digests(project,
                    ANSWERS.stream().map(topic -> topic + ALONE).toList(), readings);
            assertEquals(alone.values().stream().toList(), scaled.values().stream().toList());
            project.runAsOnPage(commands.next());
            project.assertNothingIsLeft();
        }
    }

    /// An instance of another application, on the same readings from their beginning.
    private static void runAlone(ComposeProject project) throws Exception {
        try (var cluster = Cluster.connect(Map.of("bootstrap.servers", project.bootstrapServers()))) {
            cluster.create(TopicPlan.of(Stream.of("forecasts", "readings-dlq", "forecast-events")
                    .map(topic -> topic + ALONE), PARTITIONS, null, null));
        }
        project.compose("run", "-d", "--no-deps", "tidecast", "run", "--config",
                "/etc/tidecast/tidecast.properties", "--set", "application.id=alone", "--set",
                "forecasts.topic=forecasts" + ALONE, "--set", "dead.letters.topic=readings-dlq" + ALONE,
                "--set", "events.topic=forecast-events" + ALONE);
    }

    private static long end(ComposeProject project, String topic) {
        try (var consumer = consumer(project)) {
            return consumer.endOffsets(partitions(List.of(topic))).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /// SHA-256 of each partition over key, value and timestamp, when so many records are committed in all. The dead letters without a key stand in
    /// any partition, so those of all partitions count as one, in the order of what they say.
    private static SortedMap<TopicPartition, String> digests(ComposeProject project, List<String> topics,
            long count) throws Exception {
        var records = new TreeMap<TopicPartition, List<String>>(
                java.util.Comparator.comparing(TopicPartition::topic)
                        .thenComparingInt(TopicPartition::partition));
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try (var consumer = consumer(project)) {
            consumer.assign(partitions(topics));
            consumer.seekToBeginning(consumer.assignment());
            for (long seen = 0; seen < count;) {
                assertTrue(System.nanoTime() < deadline,
                        "%s: %d records of %d".formatted(topics, seen, count));
                for (var record : consumer.poll(Duration.ofMillis(300))) {
                    boolean placed = record.topic().startsWith("forecasts");
                    records.computeIfAbsent(
                            new TopicPartition(record.topic(), placed ? record.partition() : 0),
                            _ -> new java.util.ArrayList<>()).add(text(record));
                    seen++;
                }
            }
        }
        var digests = new TreeMap<TopicPartition, String>(records.comparator());
        for (var partition : records.entrySet()) {
            Stream<String> lines = partition.getValue().stream();
            digests.put(partition.getKey(), sha256(
                    partition.getKey().topic().startsWith("forecasts") ? lines : lines.sorted()));
        }
        return digests;
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        var hex = HexFormat.of();
        return "%s %s %d".formatted(record.key() == null ? "" : hex.formatHex(record.key()),
                record.value() == null ? "" : hex.formatHex(record.value()), record.timestamp());
    }

    private static String sha256(Stream<String> lines) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        lines.forEach(line -> sha.update((line + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(sha.digest());
    }

    private static List<TopicPartition> partitions(List<String> topics) {
        return topics.stream().flatMap(topic -> IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))).toList();
    }

    private static KafkaConsumer<byte[], byte[]> consumer(ComposeProject project) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", project.bootstrapServers(), "isolation.level", "read_committed",
                        "max.poll.records", 5_000),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
