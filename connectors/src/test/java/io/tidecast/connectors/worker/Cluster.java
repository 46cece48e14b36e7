package io.tidecast.connectors.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// The broker and the worker that all tests of a run share; both end with the JVM.
public final class Cluster {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static @Nullable Cluster shared;

    private final Path directory;
    private final TestBroker broker;
    private final List<Worker> workers = new ArrayList<>();
    private @Nullable Worker worker;

    private Cluster() throws Exception {
        directory = Files.createTempDirectory("tidecast-connect-");
        broker = TestBroker.start(directory.resolve("broker"));
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /// The one cluster.
    public static synchronized Cluster shared() throws Exception {
        if (shared == null) {
            shared = new Cluster();
        }
        return shared;
    }

    /// The one worker that is not killed.
    public synchronized Worker worker() throws IOException {
        if (worker == null) {
            worker = newWorker("connect");
            worker.awaitReady();
        }
        return worker;
    }

    /// A worker of its own group, which may not be up yet.
    public synchronized Worker newWorker(String group) throws IOException {
        Worker started = Worker.start(directory, group, broker.bootstrapServers());
        workers.add(started);
        return started;
    }

    /// Creates a topic of one partition.
    public void createTopic(String topic) throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    /// Writes records in this order.
    public void produce(String topic, List<Map.Entry<String, byte[]>> records) {
        try (var producer = new KafkaProducer<>(Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            for (var record : records) {
                var _ = producer.send(new ProducerRecord<>(topic,
                        record.getKey().getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        record.getValue()));
            }
        }
    }

    /// Reads a topic of one partition from its beginning, committed records only.
    public KafkaConsumer<byte[], byte[]> consumer(String topic) {
        var consumer = new KafkaConsumer<>(Map.of("bootstrap.servers", broker.bootstrapServers(),
                "isolation.level", "read_committed", "enable.auto.commit", false, "max.poll.records", 10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        var partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        return consumer;
    }

    /// The first committed records of a topic, when so many are there.
    public List<ConsumerRecord<byte[], byte[]>> read(String topic, int count, String connector)
            throws IOException {
        Worker running = worker();
        var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
        try (var consumer = consumer(topic)) {
            Eventually.holds(LIMIT,
                    () -> "%d of %d records of %s; task %s: %s".formatted(records.size(), count, topic,
                            connector, running.taskState(connector)),
                    () -> {
                        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                        return records.size() >= count;
                    });
        }
        return records;
    }

    private void close() {
        workers.forEach(Worker::close);
        broker.close();
        try (var files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            System.err.println("cannot delete " + directory + ": " + e);
        }
    }
}
