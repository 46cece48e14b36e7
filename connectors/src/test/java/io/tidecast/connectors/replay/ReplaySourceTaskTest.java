package io.tidecast.connectors.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidecast.connectors.reading.InputException;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.v1.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTaskContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplaySourceTaskTest {
    private static final String TEXT = """
            time,a,b
            2026-01-05T10:00:00Z,1,2
            2026-01-05T10:10:00Z,3,4
            2026-01-05T10:20:00Z,5,6
            """;

    @TempDir
    private Path directory;
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("a.csv"), TEXT);
    }

    @Test
    void goesOnAfterAnyReading() throws Exception {
        List<SourceRecord> all = read(null);
        assertEquals(List.of("a 1.0", "b 2.0", "a 3.0", "b 4.0", "a 5.0", "b 6.0"), texts(all));
        for (int sent = 1; sent < all.size(); sent++) {
            @SuppressWarnings("unchecked")
            var offset = (Map<String, Object>) all.get(sent - 1).sourceOffset();
            assertEquals(texts(all).subList(sent, all.size()), texts(read(offset)));
        }
    }

    @Test
    void aRowOfSeveralFieldsIsOneReading() throws Exception {
        Files.writeString(file, """
                time,unit,type,temperature,pressure,load
                2026-01-05T10:00:00Z,7,boiler,61.5,2,80
                2026-01-05T10:10:00Z,7,boiler,,2.25,85
                """);
        List<SourceRecord> all = read(null, Map.of("csv.vector", "true", "csv.key", "unit", "csv.values",
                "temperature,pressure", "csv.inputs", "load", "csv.attributes", "type"));
        assertEquals(List.of("7", "7"),
                all.stream().map(record -> new String((byte[]) record.key(), UTF_8)).toList());
        RecordCodec<Reading> codec = RecordCodec.readings(RecordFormat.JSON);
        Reading second = codec.decode((byte[]) all.getLast().value());
        var fields = new HashMap<String, @Nullable Double>(Map.of("pressure", 2.25, "load", 85.0));
        fields.put("temperature", null);
        assertEquals(fields, second.getValues());
        assertEquals(Map.of("type", "boiler"), second.getAttributes());
        assertEquals(null, second.getValue());
        @SuppressWarnings("unchecked")
        var offset = (Map<String, Object>) all.getFirst().sourceOffset();
        assertEquals(Map.of("line", 2L, "reading", 1), offset);
    }

    @Test
    void sendsNothingAgainWhenAllIsSent() throws Exception {
        assertEquals(List.of(), read(Map.of("line", 4L, "reading", 2L)));
    }

    @Test
    void refusesAFileThatHasBecomeShorter() {
        var e = assertThrows(InputException.class, () -> read(Map.of("line", 400L, "reading", 1L)));
        assertEquals(
                file + " must still have the line 400, up to which it was sent, got its end after line 4",
                e.getMessage());
    }

    @Test
    void speedIsTheReadingsTimeInASecond() {
        Instant ten = Instant.parse("2026-01-05T10:00:00Z");
        assertEquals(Duration.ofSeconds(10), ReplaySpeed.parse("60").between(ten, ten.plusSeconds(600)));
        assertEquals(Duration.ofMinutes(10), ReplaySpeed.parse("1").between(ten, ten.plusSeconds(600)));
        assertEquals(Duration.ZERO, ReplaySpeed.parse("max").between(ten, ten.plusSeconds(600)));
        assertEquals(Duration.ofSeconds(-1), ReplaySpeed.parse("600").between(ten, ten.minusSeconds(600)));
    }

    @Test
    void sendsAReadingOnlyWhenItIsDue() throws Exception {
        var task = started(null, "1", Map.of());
        assertEquals(List.of("a 1.0", "b 2.0"), texts(java.util.Objects.requireNonNull(task.poll())));
        assertEquals(null, task.poll(), "the next ones are due in ten minutes");
        task.stop();
    }

    private List<SourceRecord> read(@Nullable Map<String, Object> offset) throws InterruptedException {
        return read(offset, Map.of());
    }

    private List<SourceRecord> read(@Nullable Map<String, Object> offset, Map<String, String> more)
            throws InterruptedException {
        var task = started(offset, "max", more);
        List<SourceRecord> records = task.poll();
        task.stop();
        return records == null ? List.of() : new ArrayList<>(records);
    }

    private ReplaySourceTask started(@Nullable Map<String, Object> offset, String speed,
            Map<String, String> more) {
        var task = new ReplaySourceTask();
        task.initialize(new StoredOffset(offset));
        var properties = new HashMap<>(more);
        properties.putAll(Map.of("topic", "readings", "input", file.toString(), "speed", speed));
        task.start(properties);
        return task;
    }

    private static List<String> texts(List<SourceRecord> records) {
        return records.stream().map(record -> new String((byte[]) record.key(), UTF_8) + " "
                + new String((byte[]) record.value(), UTF_8).replaceFirst(".*\"value\":(.*)}", "$1"))
                .toList();
    }

    /// What a worker gives a task: here one offset for every partition.
    private record StoredOffset(@Nullable Map<String, Object> offset)
            implements
                SourceTaskContext,
                OffsetStorageReader {
        @Override
        public Map<String, String> configs() {
            return Map.of();
        }

        @Override
        public OffsetStorageReader offsetStorageReader() {
            return this;
        }

        @Override
        public PluginMetrics pluginMetrics() {
            throw new UnsupportedOperationException("this task has no metrics of its own");
        }

        @Override
        public <T> @Nullable Map<String, Object> offset(Map<String, T> partition) {
            return offset;
        }

        @Override
        public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
            return new HashMap<>();
        }
    }
}
