package io.tidecast.app.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Records that are no usable readings, of many kinds, the same for the same seed. Many of them are sent in the name of good series.
final class GarbageRecords {
    /// The good readings come after this.
    static final long START = 1_767_225_600_000L;
    static final int KINDS = 32;

    private final Random random;

    GarbageRecords(long seed) {
        random = new Random(seed);
    }

    ProducerRecord<byte[], byte[]> next() {
        int kind = random.nextInt(KINDS);
        return switch (kind) {
            case 0 -> record(null, text("{\"value\":1}"));
            case 1 -> record(null, null);
            case 2 -> record(new byte[0], text("{\"value\":1}"));
            case 3 -> record(new byte[]{(byte) 0xc3, 0x28, (byte) random.nextInt()}, text("{\"value\":1}"));
            case 4 -> record(filled(1_025 + random.nextInt(2_000)), text("{\"value\":1}"));
            case 5 -> controlled("re" + random.nextInt());
            case 6 -> controlled("learning-rate:" + -random.nextDouble());
            case 7 -> record(key(), random.nextInt(100) == 0 ? filled(300_000) : text(""));
            default -> record(key(), kind < 20 ? undecodable(kind) : unusable(kind));
        };
    }

    private byte[] undecodable(int kind) {
        return switch (kind) {
            case 8 -> bytes(random.nextInt(200));
            case 9 -> text("{\"value\":%s".formatted(random.nextDouble()));
            case 10 -> text("{\"value\":1}{\"value\":%d}".formatted(random.nextInt()));
            case 11 -> text("{\"value\":1,\"value\":%d}".formatted(random.nextInt()));
            case 12 -> text("[%d]".formatted(random.nextInt()));
            case 13 -> text("%d".formatted(random.nextInt()));
            case 14 -> text("{\"value\":\"word%d\"}".formatted(random.nextInt()));
            case 15 -> text("{\"value\":[%d,2,3]}".formatted(random.nextInt()));
            case 16 -> text("{\"temperature\":%s}".formatted(random.nextDouble()));
            case 17 -> text("{\"value\":1,\"time\":\"in %d days\"}".formatted(random.nextInt()));
            case 18 -> text("[".repeat(2_000 + random.nextInt(1_000)));
            default -> text("{\"value\":true}");
        };
    }

    private byte[] unusable(int kind) {
        return switch (kind) {
            case 20 -> text("{\"value\":\"NaN\"}");
            case 21 -> text("{\"value\":\"-Infinity\"}");
            case 22 -> text("{\"value\":1e%d}".formatted(309 + random.nextInt(1_000)));
            case 23 -> text("{\"value\":-%de100}".formatted(2 + random.nextInt(1_000)));
            case 24 -> text("{\"values\":{\"other\":%d}}".formatted(random.nextInt()));
            case 25 -> text("{\"value\":1,\"time\":\"+%d-01-01T00:00:00Z\"}"
                    .formatted(10_000 + random.nextInt(90_000)));
            case 26 -> text("{\"value\":1,\"time\":%d}".formatted(Long.MAX_VALUE - random.nextInt()));
            case 27 -> text("{\"value\":1,\"time\":\"-%d-01-01T00:00:00Z\"}"
                    .formatted(10_000 + random.nextInt(90_000)));
            case 28 -> text("{\"value\":1,\"values\":%d}".formatted(random.nextInt()));
            case 29 -> text("{\"value\":1,\"attributes\":{\"site\":%d}}".formatted(random.nextInt()));
            case 30 -> text("{\"value\":1,\"ahead\":{\"x\":%d}}".formatted(random.nextInt()));
            default -> text("{\"value\":1,\"time\":true}");
        };
    }

    private byte[] key() {
        return text("good-%d".formatted(random.nextInt(40)));
    }

    private ProducerRecord<byte[], byte[]> controlled(String control) {
        ProducerRecord<byte[], byte[]> record = record(key(), text("{\"value\":1}"));
        record.headers().add("tidecast.control", text(control));
        return record;
    }

    private static ProducerRecord<byte[], byte[]> record(byte @Nullable [] key, byte @Nullable [] value) {
        return new ProducerRecord<>("readings", null, START, key, value);
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        java.util.Arrays.fill(bytes, (byte) 'x');
        return bytes;
    }
}
