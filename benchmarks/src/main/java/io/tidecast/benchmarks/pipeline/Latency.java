package io.tidecast.benchmarks.pipeline;

import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.TopicPlan;
import io.tidecast.benchmarks.pipeline.StreamsContender.Broker;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.topology.ForecastTopology;
import io.tidecast.v1.Reading;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// How long it takes from a reading's being sent to its forecast's being there for a reader of committed records.
///
/// @param contender        whose it is
/// @param recordsPerSecond that were sent
/// @param forecasts        that came in the measured time
/// @param p50Millis        half of them took no longer
/// @param p99Millis        99 of 100 took no longer
record Latency(String contender, double recordsPerSecond, int forecasts, double p50Millis, double p99Millis) {
    private static final int LINGER_MILLIS = 2;
    private static final Duration POLL = Duration.ofMillis(5);

    /// Sends readings at an even pace to a topology of their own, first for `warmUp`, then for `measured`.
    static Latency at(double recordsPerSecond, Readings readings, TidecastModel model, Broker broker,
            int partitions, Duration warmUp, Duration measured) throws InterruptedException {
        String name = "latency-" + model.name().replaceAll("[^A-Za-z0-9]+", "-");
        var topics = model.topics(name + "-readings", name + "-forecasts");
        try (var cluster = Cluster.connect(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            cluster.create(TopicPlan.of(Stream.of(topics.readings(), topics.forecasts()), partitions, null,
                    null));
        }
        var arrivals = new Arrivals((int) (2 * recordsPerSecond * measured.toSeconds()) + 1);
        try (var streams = new StreamsContender(name, ForecastTopology.build(model.options(topics)), broker,
                Map.of());
                var producer = Readings.producer(broker.bootstrapServers(), LINGER_MILLIS);
                var consumer = consumer(broker, topics.forecasts(), partitions)) {
            streams.open();
            var sender = new Sender(producer, topics.readings(), readings, model.format(), recordsPerSecond);
            var sending = Thread.ofPlatform().name("sender")
                    .start(() -> sender.run(warmUp.plus(measured)));
            long start = System.currentTimeMillis() + warmUp.toMillis();
            while (sending.isAlive()) {
                for (ConsumerRecord<byte[], byte[]> forecast : consumer.poll(POLL)) {
                    if (forecast.timestamp() >= start) {
                        arrivals.add(System.currentTimeMillis() - forecast.timestamp());
                    }
                }
            }
            sending.join();
            return new Latency(model.name(), sender.rate(), arrivals.count, arrivals.quantile(0.5),
                    arrivals.quantile(0.99));
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Broker broker, String topic, int partitions) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(),
                        "isolation.level", "read_committed", "auto.offset.reset", "earliest",
                        "fetch.max.wait.ms", 20,
                        "max.poll.records", 100_000),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList());
        return consumer;
    }

    private static final class Arrivals {
        private final long[] millis;
        private int count;

        Arrivals(int most) {
            millis = new long[most];
        }

        void add(long taken) {
            if (count < millis.length) {
                millis[count++] = taken;
            }
        }

        double quantile(double share) {
            long[] sorted = Arrays.copyOf(millis, count);
            Arrays.sort(sorted);
            return count == 0 ? Double.NaN : sorted[(int) (share * (count - 1))];
        }
    }

    /// Sends what is due every millisecond; the time of sending is the record's timestamp, which the forecast keeps.
    private static final class Sender {
        private final KafkaProducer<byte[], byte[]> producer;
        private final String topic;
        private final Readings readings;
        private final RecordCodec<Reading> codec;
        private final double recordsPerSecond;
        private long sent;
        private long nanos;

        Sender(KafkaProducer<byte[], byte[]> producer, String topic, Readings readings, RecordFormat format,
                double recordsPerSecond) {
            this.producer = producer;
            this.topic = topic;
            this.readings = readings;
            codec = RecordCodec.readings(format);
            this.recordsPerSecond = recordsPerSecond;
        }

        void run(Duration length) {
            long start = System.nanoTime();
            while (System.nanoTime() - start < length.toNanos()) {
                long due = (long) ((System.nanoTime() - start) / 1e9 * recordsPerSecond);
                for (; sent < due; sent++) {
                    var _ = producer.send(new ProducerRecord<>(topic, null, System.currentTimeMillis(),
                            readings.key(sent), codec.encode(readings.reading(sent))));
                }
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
            producer.flush();
            nanos = System.nanoTime() - start;
        }

        double rate() {
            return sent * 1e9 / nanos;
        }
    }
}
