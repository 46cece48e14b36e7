package io.tidecast.topology;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.v1.Reading;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Seeded payloads of which none is a reading: what networks, gateways and enemies send.
final class HostilePayloads {
    private static final List<String> ANY = List.of("", " ", "null", "true", "\"1\"", "<html>502</html>", "{",
            "[",
            "{}", "[[]]", "[1,2]", "{\"value\":{}}", "{\"value\":[]}", "{\"value\":\"x\"}",
            "{\"value\":1e999}",
            "{\"value\":\"NaN\"}", "{\"value\":\"Infinity\"}", "{\"value\":1e101}", "{\"value\":true}",
            "{\"value\":1,\"value\":2}", "{\"value\":1}garbage", "{\"value\":1,\"time\":{}}",
            "{\"value\":1,\"time\":\"noon\"}", "{\"value\":1,\"time\":99999999999999999}",
            "{\"value\":1,\"time\":1e400}", "{\"value\":1,\"time\":\"2026-02-30T00:00:00Z\"}",
            "{\"values\":[1]}",
            "{\"values\":{\"x\":\"y\"}}", "{\"value\":1,\"ahead\":3}", "{\"value\":1,\"attributes\":[]}",
            "[{\"n\":\"\",\"v\":1}]", "[{\"bn\":\"s\",\"v\":\"x\"}]", "[{\"n\":\"s\",\"v\":1,\"bver\":99}]",
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"}",
            "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data_base64\":\"!\"}",
            "weather temp", "weather temp=", "weather,=x temp=1i", "weather temp=1 1 1",
            "weather temp=\"open",
            "weather temp=1x", "2026-01-05T10:00:00Z", "2026-01-05T10:00:00Z,x", "noon,1", "a,b,c,d", "1,2,3",
            "\"open,1", "1e", "--1", "1,5 C", "0x1F", "1f", "NaN", "1e999", "\u0000\u0000\u0000\u0000\u0007");

    private final RecordFormat format;
    private final Random random;

    HostilePayloads(RecordFormat format, long seed) {
        this.format = format;
        random = new Random(seed);
    }

    byte[] next(int number) {
        return switch (number % 5) {
            case 0 -> text();
            case 1 -> noise();
            case 2 ->
                ("[".repeat(1 + random.nextInt(5_000)) + "{".repeat(random.nextInt(5_000))).getBytes(UTF_8);
            case 3 -> broken();
            default -> text("\u0001\u0002" + text(30) + "\u001b[2J\n", random.nextBoolean());
        };
    }

    private byte[] text() {
        return ANY.get(random.nextInt(ANY.size())).getBytes(UTF_8);
    }

    private static byte[] text(String text, boolean wide) {
        return text.getBytes(wide ? UTF_16 : UTF_8);
    }

    private String text(int length) {
        return random.ints(length, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// Bytes that begin like the format does, and go on as nothing does.
    private byte[] noise() {
        byte[] bytes = new byte[1 + random.nextInt(300)];
        random.nextBytes(bytes);
        bytes[0] = (byte) 0xff;
        return bytes;
    }

    /// A good record, spoilt.
    private byte[] broken() {
        var reading = new Reading(Instant.EPOCH, 1.5, Map.of("t", 1.0), Map.of("day", List.of(1.0, 2.0)),
                Map.of());
        return switch (format) {
            case AVRO, AVRO_CONFLUENT -> {
                byte[] good = RecordCodec.readings(RecordFormat.AVRO).encode(reading);
                int cut = random.nextInt(good.length - 1);
                byte[] body = Arrays.copyOfRange(good, format == RecordFormat.AVRO ? 0 : 10,
                        Math.max(format == RecordFormat.AVRO ? 0 : 10, cut));
                yield format == RecordFormat.AVRO
                        ? body
                        : framed(random.nextInt(3) == 0 ? random.nextInt() : 1, body);
            }
            case JSON -> {
                byte[] good = RecordCodec.readings(RecordFormat.JSON).encode(reading);
                yield Arrays.copyOf(good, 1 + random.nextInt(good.length - 2));
            }
            case LINE_PROTOCOL -> ("weather,site=a temp=21." + random.nextInt(100) + text(3)).getBytes(UTF_8);
            case CSV -> ("2026-13-05," + random.nextInt()).getBytes(UTF_8);
            case NUMBER -> (random.nextInt(1000) + text(2)).getBytes(UTF_8);
        };
    }

    static byte[] framed(int id, byte[] body) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }
}
