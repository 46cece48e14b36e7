package io.tidecast.benchmarks.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.v1.Reading;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Made-up readings of many series that report in turns, every ten minutes: a noisy wave, each series at another phase.
record Readings(int series) {
    private static final long START = 1_767_225_600_000L;
    private static final long INTERVAL_MILLIS = 600_000;
    private static final int WAVE = 1 << 12;
    private static final double[] VALUES = values();

    private static double[] values() {
        var random = new Random(1);
        double[] values = new double[WAVE];
        for (int i = 0; i < WAVE; i++) {
            values[i] = 20 + 5 * Math.sin(2 * Math.PI * i / 128) + 0.5 * random.nextGaussian();
        }
        return values;
    }

    long time(long number) {
        return START + number / series * INTERVAL_MILLIS;
    }

    double value(long number) {
        return VALUES[(int) ((number / series + 37 * (number % series)) & (WAVE - 1))];
    }

    byte[] key(long number) {
        return "sensor-%06d".formatted(number % series).getBytes(UTF_8);
    }

    /// Writes the first of them to a topic, as fast as they go.
    void write(String bootstrapServers, String topic, RecordFormat format, long count) {
        RecordCodec<Reading> codec = RecordCodec.readings(format);
        byte[][] keys = new byte[series][];
        Arrays.setAll(keys, this::key);
        try (var producer = producer(bootstrapServers, 20)) {
            for (long number = 0; number < count; number++) {
                var _ = producer.send(new ProducerRecord<>(topic, null, time(number),
                        keys[(int) (number % series)], codec.encode(reading(number))));
            }
        }
    }

    /// @param lingerMillis that a batch waits for more
    static KafkaProducer<byte[], byte[]> producer(String bootstrapServers, int lingerMillis) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", lingerMillis, "batch.size",
                        256 << 10, "compression.type", "lz4", "max.block.ms", 120_000),
                new ByteArraySerializer(), new ByteArraySerializer());
    }

    Reading reading(long number) {
        return Reading.newBuilder().setTime(Instant.ofEpochMilli(time(number))).setValue(value(number))
                .build();
    }
}
