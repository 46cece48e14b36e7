package io.tidecast.app.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.topology.DeadLetter;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.v1.Event;
import io.tidecast.v1.Forecast;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the committed forecasts, events and dead letters of all instances onto a [Board]. Begins when somebody asks for the first time,
/// so that an instance whose board nobody looks at does not read the topics for nothing; from then on it reads along.
final class BoardTail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BoardTail.class);
    /// Records of each partition that it begins with.
    private static final long LOOK_BACK = 20_000;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final ForecastOptions options;
    private final Map<String, Object> properties;
    private final Board board;
    private final EventHub hub;
    private final RecordCodec<Forecast> forecasts;
    private final RecordCodec<Event> events;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    /// Where the next consumer goes on if this one fails. Used by the reading thread alone.
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private @Nullable Thread thread;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;

    /// @param properties of Kafka's consumer
    BoardTail(ForecastOptions options, Map<String, Object> properties, Board board, EventHub hub) {
        this.options = options;
        this.properties = properties;
        this.board = board;
        this.hub = hub;
        forecasts = RecordCodec.forecasts(options.forecastsFormat(), options.registry(),
                options.forecastsTopic());
        events = RecordCodec.events(options.forecastsFormat(), options.registry(), options.eventsTopic());
    }

    /// Starts to read, once, and waits until what was there at the start has been read.
    ///
    /// @return whether it has been
    boolean awaitCaughtUp(Duration atMost) {
        start();
        try {
            return caughtUp.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized void start() {
        if (thread == null && closed.getCount() > 0) {
            thread = Thread.ofPlatform().name("tidecast-board").daemon().start(this::run);
        }
    }

    private void run() {
        while (closed.getCount() > 0) {
            try (var reading = new KafkaConsumer<>(settings(), new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                consumer = reading;
                read(reading);
            } catch (WakeupException | InterruptException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("the page stands still: {}; trying again in {} s", e.toString(), PAUSE.toSeconds());
                pause();
            }
        }
    }

    private void pause() {
        try {
            closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, Object> settings() {
        var all = new HashMap<>(properties);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return all;
    }

    private void read(KafkaConsumer<byte[], byte[]> reading) {
        List<TopicPartition> partitions = Stream
                .of(options.forecastsTopic(), options.eventsTopic(), options.deadLettersTopic())
                .flatMap(topic -> reading.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
        reading.assign(partitions);
        Map<TopicPartition, Long> ends = reading.endOffsets(partitions);
        Map<TopicPartition, Long> begins = reading.beginningOffsets(partitions);
        ends.forEach((partition, end) -> reading.seek(partition, requireNonNullElse(next.get(partition),
                Math.max(begins.getOrDefault(partition, 0L), end - LOOK_BACK))));
        // Events are of series that the forecasts have put on the board.
        reading.pause(partitions.stream()
                .filter(partition -> partition.topic().equals(options.eventsTopic())).toList());
        while (closed.getCount() > 0) {
            for (ConsumerRecord<byte[], byte[]> record : reading.poll(POLL)) {
                take(record);
                next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            }
            if (isAt(ends, reading)) {
                if (reading.paused().isEmpty()) {
                    caughtUp.countDown();
                }
                reading.resume(reading.paused());
            }
        }
    }

    /// Whether all that is not paused has been read up to an offset.
    private static boolean isAt(Map<TopicPartition, Long> ends, KafkaConsumer<byte[], byte[]> reading) {
        return ends.entrySet().stream().allMatch(end -> reading.paused().contains(end.getKey())
                || reading.position(end.getKey()) >= end.getValue());
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.topic().equals(options.deadLettersTopic())) {
                Header reason = record.headers().lastHeader(DeadLetter.REASON);
                board.addDeadLetter(reason == null || reason.value() == null
                        ? "unknown"
                        : new String(reason.value(), UTF_8));
            } else if (record.value() == null) {
                LOG.debug("not shown: {}-{}@{}: no value", record.topic(), record.partition(),
                        record.offset());
            } else if (record.topic().equals(options.eventsTopic())) {
                Event event = events.decode(record.value());
                board.add(event);
                hub.happened(event);
            } else {
                Forecast forecast = forecasts.decode(record.value());
                List<KeyHistory.Point> points = board.add(forecast);
                if (!points.isEmpty()) {
                    hub.issued(forecast.getKey(), points);
                }
            }
        } catch (BadRecordException e) {
            LOG.debug("not shown: {}-{}@{}: {}", record.topic(), record.partition(), record.offset(),
                    e.getMessage());
        }
    }

    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed.countDown();
            running = thread;
        }
        KafkaConsumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        if (running != null) {
            try {
                running.join(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
