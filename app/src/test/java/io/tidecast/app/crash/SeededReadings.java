package io.tidecast.app.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.connectors.reading.SeriesReading;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.v1.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Readings of 40 series over 4 partitions, the same for the same seed: daily waves with noise, and among them records that
/// are late, duplicate, missing, after a gap, tombstones, controls, or no readings at all.
final class SeededReadings {
    static final int PARTITIONS = 4;

    private static final int SERIES = 40;
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    private static final double DAY_SECONDS = Duration.ofDays(1).toSeconds();

    private final String topic;
    private final Random random;
    private final RecordCodec<Reading> codec = RecordCodec.readings(RecordFormat.JSON);
    private final Instant[] times = new Instant[SERIES];
    private final double[] noise = new double[SERIES];

    private SeededReadings(long seed, String topic) {
        this.topic = topic;
        random = new Random(seed);
        Arrays.fill(times, START);
    }

    static List<ProducerRecord<byte[], byte[]>> of(long seed, int count, String topic) {
        var readings = new SeededReadings(seed, topic);
        var records = new ArrayList<ProducerRecord<byte[], byte[]>>(count);
        for (int i = 0; i < count; i++) {
            records.add(readings.next());
        }
        return records;
    }

    /// One in ten is out of the ordinary.
    private ProducerRecord<byte[], byte[]> next() {
        int series = random.nextInt(SERIES);
        Instant last = times[series];
        return switch (random.nextInt(100)) {
            case 0 -> record(series, null, encoded(series, last, 0.0));
            case 1 -> record(series, key(series), null);
            case 2 -> record(series, key(series), "{\"time\":12,\"val".getBytes(UTF_8));
            case 3 -> record(series, key(series), encoded(series, advance(series, 1), 1e300));
            case 4, 5 -> record(series, key(series), encoded(series, last, 1.0));
            case 6, 7 -> record(series, key(series), encoded(series, last.minus(INTERVAL), 1.0));
            case 10 -> control(series, List.of("reset", "freeze", "thaw", "thaw", "learning-rate:0.001")
                    .get(random.nextInt(5)));
            case 8 -> record(series, key(series), encoded(series, advance(series, 1), null));
            case 9 -> record(series, key(series), encoded(series, advance(series, 7), value(series)));
            default -> record(series, key(series), encoded(series, advance(series, 1), value(series)));
        };
    }

    private Instant advance(int series, int steps) {
        times[series] = times[series].plus(INTERVAL.multipliedBy(steps));
        return times[series];
    }

    private double value(int series) {
        noise[series] = 0.9 * noise[series] + 0.3 * random.nextGaussian();
        double day = times[series].getEpochSecond() / DAY_SECONDS;
        return 20 + series + 5 * StrictMath.sin(2 * Math.PI * day) + noise[series];
    }

    private ProducerRecord<byte[], byte[]> record(int series, byte @Nullable [] key,
            byte @Nullable [] value) {
        // By its key as usual, so that the answers of one partition stand in one partition too.
        @Nullable
        Integer partition = key == null ? series % PARTITIONS : null;
        return new ProducerRecord<>(topic, partition, times[series].toEpochMilli(), key, value);
    }

    private ProducerRecord<byte[], byte[]> control(int series, String what) {
        ProducerRecord<byte[], byte[]> record = record(series, key(series), null);
        record.headers().add("tidecast.control", what.getBytes(UTF_8));
        return record;
    }

    private static byte[] key(int series) {
        return "sensor-%02d".formatted(series).getBytes(UTF_8);
    }

    private byte[] encoded(int series, Instant time, @Nullable Double value) {
        return codec.encode(new SeriesReading("sensor-" + series, time, value).toReading());
    }
}
