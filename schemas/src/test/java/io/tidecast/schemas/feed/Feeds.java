package io.tidecast.schemas.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.schemas.feed.FeedEntry.KeyedReading;
import io.tidecast.schemas.feed.FeedEntry.Unmapped;
import io.tidecast.schemas.registry.RegistryOptions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads text records for tests: key `k`, time 2026-01-01T00:00:00Z.
record Feeds(FeedReader reader, Map<String, String> headers) {
    static final long RECORD_TIME = 1_767_225_600_000L;

    static Feeds of(RecordFormat format, ReadingMapping mapping) {
        return new Feeds(new FeedReader(format, mapping, RegistryOptions.NONE), Map.of());
    }

    Feeds withHeaders(Map<String, String> given) {
        return new Feeds(reader, given);
    }

    List<FeedEntry> all(@Nullable String key, byte[] value) {
        return reader.read(new SourceRecord(key, value, RECORD_TIME, headers::get));
    }

    List<FeedEntry> all(String value) {
        return all("k", value.getBytes(UTF_8));
    }

    KeyedReading one(String value) {
        List<FeedEntry> entries = all(value);
        assertEquals(1, entries.size(), entries.toString());
        return reading(entries.getFirst());
    }

    static KeyedReading reading(FeedEntry entry) {
        if (entry instanceof Unmapped(BadRecordException why)) {
            throw new AssertionError(why);
        }
        return (KeyedReading) entry;
    }

    BadRecordException refusal(String value) {
        List<FeedEntry> entries = all(value);
        assertEquals(1, entries.size(), entries.toString());
        return refusal(entries.getFirst());
    }

    static BadRecordException refusal(FeedEntry entry) {
        return entry instanceof Unmapped(BadRecordException why)
                ? why
                : org.junit.jupiter.api.Assertions.fail("is a reading: " + entry);
    }

    /// `key time value`, as far as they are there.
    static String text(KeyedReading entry) {
        return "%s %s %s".formatted(entry.key(), entry.reading().getTime(), entry.reading().getValue());
    }

    List<String> texts(String value) {
        return all(value).stream().map(Feeds::reading).map(Feeds::text).toList();
    }
}
