package io.tidecast.app.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.app.broker.BrokerProcess;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.TopicPlan;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.ForecastTopology;
import io.tidecast.topology.StateOptions;
import io.tidecast.topology.StreamsDefaults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.StateRestoreListener;

/// How fast a changelog of small records is restored.
final class RestoreBenchmark {
    private static final int RECORDS = 1_000_000;
    private static final int SLOTS = 64;

    private final String bootstrapServers;
    private final Path directory;

    private RestoreBenchmark(String bootstrapServers, Path directory) {
        this.bootstrapServers = bootstrapServers;
        this.directory = directory;
    }

    /// Prints the rates, with the journal in memory and on disk.
    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("tidecast-restore");
        try (var stop = StopSignal.listen();
                var broker = BrokerProcess.start(directory.resolve("broker"), 0, stop)) {
            var benchmark = new RestoreBenchmark(broker.bootstrapServers(), directory);
            try (var cluster = Cluster.connect(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                cluster.create(TopicPlan.of(ForecastOptions.DEFAULT.topics().all().stream(),
                        SeededReadings.PARTITIONS, null, null));
                for (StateOptions.Journal journal : StateOptions.Journal.values()) {
                    cluster.create(
                            TopicPlan.of(Stream.of(changelog(journal)), SeededReadings.PARTITIONS, null,
                                    null));
                    benchmark.fill(changelog(journal));
                }
            }
            for (StateOptions.Journal journal : StateOptions.Journal.values()) {
                benchmark.restore(journal);
            }
        }
        System.exit(0);
    }

    private static String changelog(StateOptions.Journal journal) {
        return "full-%s-%s-changelog".formatted(journal, ForecastTopology.JOURNAL_STORE);
    }

    private void fill(String topic) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", bootstrapServers, "linger.ms", 20, "batch.size",
                        256 << 10, "compression.type", "lz4"),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                byte[] key = ByteBuffer.allocate(15).put("series-%06d".formatted(i / SLOTS).getBytes(UTF_8))
                        .putShort((short) (i % SLOTS)).array();
                byte[] value = ByteBuffer.allocate(25).putLong(i % SLOTS).put((byte) 'r').putLong(i)
                        .putDouble(i / 7.0).array();
                var _ = producer.send(
                        new ProducerRecord<>(topic, i / SLOTS % SeededReadings.PARTITIONS, (long) i, key,
                                value));
            }
        }
    }

    private void restore(StateOptions.Journal journal) {
        var options = ForecastOptions.DEFAULT.withState(StateOptions.DEFAULT.withJournal(journal));
        var properties = new Properties();
        properties.putAll(StreamsDefaults.properties());
        properties.putAll(Map.of("bootstrap.servers", bootstrapServers, "application.id", "full-" + journal,
                "state.dir",
                directory.resolve("state-" + journal).toString()));
        var restored = new Restored();
        try (var streams = new KafkaStreams(ForecastTopology.build(options), properties);
                var stop = StopSignal.listen()) {
            streams.setGlobalStateRestoreListener(restored);
            streams.start();
            while (restored.records.get() < RECORDS && !stop.await(Duration.ofMillis(20))) {
                if (streams.state().hasCompletedShutdown()) {
                    throw new AssertionError("the pipeline stopped");
                }
            }
        }
        double seconds = (restored.end.get() - restored.start.get()) / 1e9;
        System.out.printf("journal in %s: %,d records of 40 bytes restored in %.1f s: %,.0f records/s%n",
                journal,
                restored.records.get(), seconds, restored.records.get() / seconds);
    }

    /// From the first record to the last one.
    private static final class Restored implements StateRestoreListener {
        final AtomicLong start = new AtomicLong();
        final AtomicLong end = new AtomicLong();
        final AtomicLong records = new AtomicLong();

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long from, long to) {
            start.compareAndSet(0, System.nanoTime());
        }

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long to, long count) {
            records.addAndGet(count);
            end.set(System.nanoTime());
        }

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long total) {
            // Counted by batches.
        }
    }
}
