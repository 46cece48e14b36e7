package io.tidecast.schemas.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.schemas.registry.RegistryOptions;
import io.tidecast.v1.Reading;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The referee is the way by documents, which all other records take.
class PlainReadingTest {
    private static final int RECORDS = 20_000;

    private static FeedReader reader(RecordFormat format) {
        return new FeedReader(format, ReadingMapping.DEFAULT, RegistryOptions.NONE);
    }

    private static PlainReading plain(RecordFormat format) {
        return format == RecordFormat.JSON
                ? new PlainJsonReading()
                : AvroDocuments.singleObject(List.of()).plain();
    }

    private static SourceRecord record(byte[] bytes) {
        return new SourceRecord("k", bytes, Feeds.RECORD_TIME, name -> null);
    }

    private static Reading made(Random random) {
        return new Reading(random.nextInt(8) == 0 ? null : Instant.ofEpochMilli(random.nextLong() >> 16),
                random.nextInt(8) == 0 ? null : random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20),
                random.nextInt(8) == 0 ? Map.of("a", 1.5) : Map.of(), Map.of(),
                random.nextInt(8) == 0 ? Map.of("site", "north") : Map.of());
    }

    /// What is read either way, or that nothing is.
    private static String text(List<FeedEntry> entries) {
        return entries.stream().map(entry -> entry instanceof FeedEntry.KeyedReading reading
                ? reading.toString()
                : "refused").toList().toString();
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "AVRO"})
    void readingsAreTheSameAsByWayOfDocuments(RecordFormat format) {
        long seed = 20261125;
        var random = new Random(seed);
        RecordCodec<Reading> codec = RecordCodec.readings(format);
        FeedReader reader = reader(format);
        for (int i = 0; i < RECORDS; i++) {
            byte[] bytes = codec.encode(made(random));
            assertEquals(text(reader.documents(record(bytes))), text(reader.read(record(bytes))),
                    "seed " + seed + ", record " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "AVRO"})
    void damagedRecordsAreReadOrRefusedTheSame(RecordFormat format) {
        long seed = 20261126;
        var random = new Random(seed);
        RecordCodec<Reading> codec = RecordCodec.readings(format);
        FeedReader reader = reader(format);
        for (int i = 0; i < RECORDS; i++) {
            byte[] bytes = codec.encode(made(random));
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            assertEquals(text(reader.documents(record(bytes))), text(reader.read(record(bytes))),
                    "seed " + seed + ", bytes " + HexFormat.of().formatHex(bytes));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "AVRO"})
    void theUsualReadingNeedsNoDocument(RecordFormat format) {
        var reading = new Reading(Instant.ofEpochMilli(Feeds.RECORD_TIME), 21.5, Map.of(), Map.of(),
                Map.of());
        assertEquals(reading, plain(format).read(RecordCodec.readings(format).encode(reading)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"value\":1e400}", "{\"value\":123456789012345678901234567890}",
            "{\"value\":-0}",
            "{\"time\":\"2026-01-05 10:00\",\"value\":1}", "{\"time\":\"1767607200000\",\"value\":1}",
            "{\"time\":-1,\"value\":1}", "{\"time\":null,\"value\":null}", "\ufeff{\"value\":1}",
            "{\"time\":\"2026-01-05T10:00:00.123999+02:00\",\"value\":0.1}"})
    void unusualNumbersAndTimesAreReadTheSame(String json) {
        FeedReader reader = reader(RecordFormat.JSON);
        assertNotNull(plain(RecordFormat.JSON).read(json.getBytes(UTF_8)));
        assertEquals(text(reader.documents(record(json.getBytes(UTF_8)))),
                text(reader.read(record(json.getBytes(UTF_8)))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"value\":1,\"value\":2}", "{\"time\":1,\"time\":2,\"value\":3}",
            "{\"value\":1,\"unit\":\"C\"}", "{\"value\":\"1\"}", "{\"values\":{\"a\":1}}", "{}",
            "[{\"value\":1}]",
            "{\"value\":1}x", "{\"value\":1}{}", "{\"time\":1.5,\"value\":1}",
            "{\"time\":\"noon\",\"value\":1}",
            "{\"time\":99999999999999999999,\"value\":1}", "{\"value\":", ""})
    void whatIsNotQuiteThatFormIsLeftToTheDocuments(String json) {
        assertNull(plain(RecordFormat.JSON).read(json.getBytes(UTF_8)));
    }

    @Test
    void aMappingOrAnEnvelopeIsNotPassedOver() {
        var mapped = new FeedReader(RecordFormat.JSON,
                ReadingMapping.DEFAULT.withFields(List.of("id"), List.of("value"), false),
                RegistryOptions.NONE);
        assertTrue(text(mapped.read(record("{\"value\":1}".getBytes(UTF_8)))).contains("refused"));
        var event = Map.of("ce_specversion", "1.0", "ce_id", "1", "ce_source", "s", "ce_type", "t", "ce_time",
                "2026-01-05T10:00:00Z");
        var inside = new SourceRecord("k", "{\"value\":1}".getBytes(UTF_8), Feeds.RECORD_TIME, event::get);
        assertEquals("null 2026-01-05T10:00:00Z 1.0",
                Feeds.text(Feeds.reading(reader(RecordFormat.JSON).read(inside).getFirst())));
    }
}
