package io.tidecast.app.kafka;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.connectors.reading.InputException;
import io.tidecast.connectors.reading.ReadingSource;
import io.tidecast.connectors.reading.SeriesReading;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.v1.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Sends a source's readings to a topic, in a thread of its own, with an idempotent producer: each once, in the order of the source.
public final class Feed implements AutoCloseable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final ReadingSource source;
    private final String topic;
    private final Pace pace;
    private final StopSignal stop;
    private final RecordCodec<Reading> codec;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread = new Thread(this::run, "tidecast-feed");
    private volatile long fed;
    private volatile boolean finished;
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;

    private Feed(ReadingSource source, String topic, RecordCodec<Reading> codec, Pace pace, StopSignal stop,
            Map<String, Object> properties) {
        this.source = source;
        this.topic = topic;
        this.pace = pace;
        this.stop = stop;
        this.codec = codec;
        producer = new KafkaProducer<>(settings(properties), new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /// What writes readings in the configured format.
    ///
    /// @throws CommandFailure if that format is only read
    public static RecordCodec<Reading> codec(ForecastOptions options) {
        if (!options.readingsFormat().isWritten()) {
            throw new CommandFailure(ExitCode.USAGE,
                    "readings are sent as json, avro or avro-confluent; readings.format=%s is for what others send"
                            .formatted(ForecasterOptions.id(options.readingsFormat())));
        }
        return RecordCodec.readings(options.readingsFormat(), options.registry(), options.readingsTopic());
    }

    /// Begins to send.
    ///
    /// @param codec       writes the readings
    /// @param source      closed by whoever opened it, after this feed
    /// @param properties  of Kafka's producer
    public static Feed start(ReadingSource source, String topic, RecordCodec<Reading> codec, Pace pace,
            StopSignal stop,
            Map<String, Object> properties) {
        var feed = new Feed(source, topic, codec, pace, stop, properties);
        feed.thread.start();
        return feed;
    }

    /// Readings handed to the producer so far.
    public long fed() {
        return fed;
    }

    /// Whether the source is at its end and Kafka has all its readings.
    public boolean finished() {
        return finished;
    }

    /// Checks that nothing has failed.
    ///
    /// @throws InputException if the source failed
    /// @throws CommandFailure if Kafka failed
    public void requireHealthy() {
        RuntimeException thrown = failure;
        if (thrown instanceof CommandFailure || thrown instanceof InputException) {
            throw thrown;
        }
        if (thrown != null) {
            throw new CommandFailure(ExitCode.FAILED,
                    "cannot send readings to topic %s: %s".formatted(topic, thrown.getMessage()),
                    thrown);
        }
    }

    /// What has been handed to the producer is sent, unless that takes longer than some seconds.
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(thread.isAlive() ? Duration.ZERO : CLOSE_LIMIT);
    }

    private void run() {
        try {
            long start = System.nanoTime();
            for (long number = 0; !closed && !stop.requested() && source.hasNext(); number++) {
                pace.await(number, start, stop);
                send(source.next());
                fed = number + 1;
            }
            producer.flush();
            finished = failure == null;
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void send(SeriesReading reading) {
        byte[] key = reading.key().getBytes(StandardCharsets.UTF_8);
        byte[] value = codec.encode(reading.toReading());
        var _ = producer.send(new ProducerRecord<>(topic, null, reading.time().toEpochMilli(), key, value),
                (metadata, e) -> {
                    if (e != null) {
                        fail(new KafkaException(e.getMessage(), e));
                    }
                });
    }

    private void fail(RuntimeException e) {
        if (failure == null && !closed) {
            failure = e;
        }
    }

    private static Map<String, Object> settings(Map<String, Object> properties) {
        var all = new HashMap<String, Object>(
                Map.of(ProducerConfig.LINGER_MS_CONFIG, 10, ProducerConfig.BATCH_SIZE_CONFIG,
                        64 << 10, ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000));
        all.putAll(properties);
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        return all;
    }
}
