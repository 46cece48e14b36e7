package io.tidecast.connectors.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.connectors.worker.Cluster;
import io.tidecast.connectors.worker.Eventually;
import io.tidecast.connectors.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledWorkerIT {
    private static final int ROWS = 100_000;
    private static final int KILLS = 5;
    /// Offsets that a worker must add before it is killed. One that only boots adds less: it ends its predecessor's last transaction, of
    /// at most 2,000 readings.
    private static final int PROGRESS = 3_000;
    private static final long SEED = 6;
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final String NAME = "killed-replay";
    private static final TopicPartition PARTITION = new TopicPartition(NAME, 0);

    @TempDir
    private Path directory;

    @Test
    void commitsEachReadingOnceThoughItsWorkerIsKilledFiveTimes() throws Exception {
        List<String> sent = new ArrayList<>();
        Path file = write(sent);
        Cluster cluster = Cluster.shared();
        cluster.createTopic(NAME);
        try (Worker worker = cluster.newWorker("connect-killed"); var consumer = cluster.consumer(NAME)) {
            worker.awaitReady();
            // 10,000 rows a second: the kills must find it at work.
            worker.put(NAME,
                    ReplaySourceIT.properties(NAME, Map.of("input", file.toString(), "speed", "10000")));
            long end = 0;
            for (int kill = 1; kill <= KILLS; kill++) {
                awaitEnd(end + PROGRESS, consumer, worker);
                worker.killAndRestart();
                end = end(consumer);
                assertTrue(end < ROWS, "the replay may have been over before kill " + kill + ": " + end);
            }
            var committed = new ArrayList<String>();
            await(ROWS, committed, consumer, worker);
            worker.awaitReady();
            worker.stop(NAME);
            long last = end(consumer);
            while (consumer.position(PARTITION) < last) {
                read(committed, consumer);
            }
            Collections.sort(sent);
            Collections.sort(committed);
            assertEquals(ROWS, committed.size(), "seed " + SEED);
            assertEquals(sent, committed, "seed " + SEED);
        }
    }

    /// Where the committed records end. There are no more of them than that.
    private static long end(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
    }

    private static void awaitEnd(long least, KafkaConsumer<byte[], byte[]> consumer, Worker worker) {
        Eventually.holds(Duration.ofMinutes(2),
                () -> "offset " + end(consumer) + " of " + least + worker.lastWords(),
                () -> end(consumer) >= least);
    }

    private static void await(int count, List<String> committed, KafkaConsumer<byte[], byte[]> consumer,
            Worker worker) {
        Eventually.holds(Duration.ofMinutes(2),
                () -> committed.size() + " of " + count + " readings" + worker.lastWords(), () -> {
                    read(committed, consumer);
                    return committed.size() >= count;
                });
    }

    private static void read(List<String> committed, KafkaConsumer<byte[], byte[]> consumer) {
        consumer.poll(Duration.ofMillis(50)).forEach(record -> committed.add(text(record.value())));
    }

    private static String text(byte[] value) {
        return new String(value, UTF_8);
    }

    /// Rows of one reading each, a second apart.
    private Path write(List<String> readings) throws IOException {
        var random = new Random(SEED);
        var csv = new StringBuilder("time,level\n");
        for (int i = 0; i < ROWS; i++) {
            double value = random.nextInt(1_000_000) / 1000.0;
            csv.append(START.plusSeconds(i)).append(',').append(value).append('\n');
            readings.add("{\"time\":\"%s\",\"value\":%s}".formatted(START.plusSeconds(i), value));
        }
        return Files.writeString(directory.resolve("level.csv"), csv);
    }
}
