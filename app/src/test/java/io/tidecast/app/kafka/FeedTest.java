package io.tidecast.app.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidecast.app.broker.TestBroker;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.connectors.reading.ReadingSource;
import io.tidecast.connectors.reading.SeriesReading;
import io.tidecast.topology.ForecastOptions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class FeedTest {
    private static final int READINGS = 1_000;

    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    /// Has always a next reading, but keeps the one after [#READINGS] until the feed is being closed.
    private static final class EndlessSource implements ReadingSource {
        private final Thread closer = Thread.currentThread();
        private volatile boolean closing;
        private int given;

        @Override
        public boolean hasNext() {
            while (given == READINGS && !(closing && closer.getState() == Thread.State.TIMED_WAITING)) {
                Thread.onSpinWait();
            }
            return true;
        }

        @Override
        public SeriesReading next() {
            return new SeriesReading("a", Instant.ofEpochSecond(given++), 1.0);
        }

        @Override
        public void close() {}
    }

    @Test
    void whatHasBeenHandedOverIsSentWhenItIsClosedBeforeTheEnd() {
        Map<String, Object> broker = Map.of("bootstrap.servers", BROKER.address());
        try (var cluster = Cluster.connect(broker)) {
            cluster.create(TopicPlan.of(Stream.of("readings"), 1, null, null));
        }
        // Nothing goes out by itself.
        Map<String, Object> patient = Map.of("bootstrap.servers", BROKER.address(), "linger.ms", 50_000,
                "batch.size", 16 << 20);
        long fed;
        try (var stop = StopSignal.listen()) {
            var source = new EndlessSource();
            var feed = Feed.start(source, "readings", Feed.codec(ForecastOptions.DEFAULT), Pace.MAX, stop,
                    patient);
            while (feed.fed() < READINGS) {
                Thread.onSpinWait();
            }
            source.closing = true;
            feed.close();
            fed = feed.fed();
        }
        var topic = new TopicPartition("readings", 0);
        try (var consumer = new KafkaConsumer<>(broker, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            assertEquals(fed, consumer.endOffsets(List.of(topic)).get(topic));
        }
    }
}
