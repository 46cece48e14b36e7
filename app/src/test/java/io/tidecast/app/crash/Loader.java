package io.tidecast.app.crash;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Sends readings in their order, each once, in a thread of its own: all at once, or in a trickle that never gets far ahead
/// of the answers, so that whatever is killed is killed in the middle of work, with more to come.
final class Loader implements AutoCloseable {
    /// Some 1,500 readings a second: a transaction of 100 ms is then always open, and holds many.
    private static final long PAUSE_NANOS = 500_000;
    private static final int MOST_AHEAD = 1_000;
    /// So many times slower, so that the readings last while the others go on.
    private static final int SLOWER = 10;

    private final List<ProducerRecord<byte[], byte[]>> readings;
    private final boolean trickle;
    private final KafkaProducer<byte[], byte[]> producer;
    private final CompletableFuture<?> sending;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile int answered;
    private volatile boolean slow;
    private volatile boolean closed;
    private volatile @Nullable Exception failure;

    private Loader(List<ProducerRecord<byte[], byte[]>> readings, boolean trickle, String bootstrapServers) {
        this.readings = readings;
        this.trickle = trickle;
        // One request at a time: when a new partition refuses the first batch and takes the second, the broker holds the first
        // for out of order ever after.
        producer = new KafkaProducer<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true, ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1),
                new ByteArraySerializer(), new ByteArraySerializer());
        sending = CompletableFuture.runAsync(this::send,
                task -> Thread.ofPlatform().name("crash-loader").start(task));
    }

    /// Begins to send.
    static Loader start(List<ProducerRecord<byte[], byte[]>> readings, boolean trickle,
            String bootstrapServers) {
        return new Loader(readings, trickle, bootstrapServers);
    }

    /// Says how many readings have been answered.
    void answered(int count) {
        answered = count;
    }

    /// Whether something is being waited for.
    void slow(boolean now) {
        slow = now;
    }

    void requireHealthy() {
        Exception thrown = failure;
        if (thrown != null) {
            throw new AssertionError("the loader failed: " + thrown.getMessage(), thrown);
        }
    }

    @Override
    public void close() {
        closed = true;
        producer.close(Duration.ZERO);
        sending.join();
    }

    private void send() {
        try {
            for (int sent = 0; sent < readings.size() && !closed; sent++) {
                if (trickle) {
                    pause(sent);
                }
                sendOne(readings.get(sent));
            }
        } catch (KafkaException | IllegalStateException e) {
            fail(e);
        }
    }

    private void sendOne(ProducerRecord<byte[], byte[]> reading) {
        turn.lock();
        try {
            var _ = producer.send(reading, (metadata, e) -> fail(e));
        } finally {
            turn.unlock();
        }
    }

    /// Holds the sending back, with everything sent acknowledged, as long as the broker is away: an idempotent producer whose
    /// request is cut off by a broker's death may begin a new epoch and write the batch again, and the runs would read different readings.
    void holdWhile(BrokerOutage outage) throws IOException, InterruptedException {
        turn.lock();
        try {
            producer.flush();
            outage.run();
        } finally {
            turn.unlock();
        }
    }

    /// What takes the broker away and brings it back.
    interface BrokerOutage {
        void run() throws IOException, InterruptedException;
    }

    private void pause(int sent) {
        do {
            LockSupport.parkNanos(slow ? SLOWER * PAUSE_NANOS : PAUSE_NANOS);
        } while (sent - answered >= MOST_AHEAD && !closed);
    }

    private void fail(@Nullable Exception e) {
        if (e != null && failure == null && !closed) {
            failure = e;
        }
    }
}
