package io.tidecast.connectors.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.connectors.worker.Cluster;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplaySourceIT {
    @TempDir
    private Path directory;

    @Test
    void writesTheReadingsOfADirectoryMergedByTime() throws Exception {
        Files.writeString(directory.resolve("a.csv"),
                "time,temp\n2026-01-05T10:00:00Z,1.5\n2026-01-05T12:00:00Z,\n");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(directory.resolve("b.csv.gz")))) {
            out.write("time,temp\n2026-01-05T11:00:00Z,2.5\nsoon,7\n".getBytes(UTF_8));
        }
        Files.writeString(directory.resolve("notes.txt"), "not a feed");
        Cluster cluster = Cluster.shared();
        cluster.createTopic("replay-directory");
        cluster.worker().put("replay-directory",
                properties("replay-directory", Map.of("input", directory.toString())));
        var records = cluster.read("replay-directory", 3, "replay-directory");
        assertEquals(List.of("a/temp {\"time\":\"2026-01-05T10:00:00Z\",\"value\":1.5}",
                "b/temp {\"time\":\"2026-01-05T11:00:00Z\",\"value\":2.5}",
                "a/temp {\"time\":\"2026-01-05T12:00:00Z\",\"value\":null}"),
                records.stream()
                        .map(record -> new String(record.key(), UTF_8) + " "
                                + new String(record.value(), UTF_8))
                        .toList());
        assertEquals(Instant.parse("2026-01-05T10:00:00Z").toEpochMilli(), records.getFirst().timestamp());
    }

    @Test
    void writesLineProtocolAsAvro() throws Exception {
        Path file = Files.writeString(directory.resolve("telegraf.out"),
                "cpu,host=a usage=12.5,up=true,count=3i 1767607200000\n");
        Cluster cluster = Cluster.shared();
        cluster.createTopic("replay-lines");
        cluster.worker().put("replay-lines",
                properties("replay-lines", Map.of("input", file.toString(), "format",
                        "line-protocol", "line.protocol.precision", "ms", "readings.format", "avro")));
        var records = cluster.read("replay-lines", 2, "replay-lines");
        assertEquals(List.of("cpu,host=a/usage", "cpu,host=a/count"),
                records.stream().map(record -> new String(record.key(), UTF_8)).toList());
        var first = RecordCodec.readings(RecordFormat.AVRO).decode(records.getFirst().value());
        assertEquals(12.5, first.getValue());
        assertEquals(Instant.parse("2026-01-05T10:00:00Z"), first.getTime());
    }

    @Test
    void beginsAgainWhereItsOffsetIsSet() throws Exception {
        Path file = Files.writeString(directory.resolve("again.csv"), "time,v\n2026-01-05,1\n2026-01-06,2\n");
        Cluster cluster = Cluster.shared();
        cluster.createTopic("replay-again");
        cluster.worker().put("replay-again", properties("replay-again", Map.of("input", file.toString())));
        cluster.read("replay-again", 2, "replay-again");
        cluster.worker().stop("replay-again");
        var stored = cluster.worker().offsets("replay-again").path("offsets").path(0);
        assertEquals(3, stored.path("offset").path("line").asInt(), stored.toString());
        assertEquals(1, stored.path("offset").path("reading").asInt(), stored.toString());
        cluster.worker().alterOffset("replay-again", Map.of("file", file.toString()),
                Map.of("line", 2, "reading", 1));
        cluster.worker().resume("replay-again");
        assertEquals(List.of("1.0", "2.0", "2.0"), cluster.read("replay-again", 3, "replay-again").stream()
                .map(record -> new String(record.value(), UTF_8).replaceFirst(".*:(.*)}", "$1")).toList());
    }

    @Test
    void isRefusedWithTheNameOfEachWrongKey() throws Exception {
        var said = Cluster.shared().worker().validate("ReplaySourceConnector",
                properties("wrong",
                        Map.of("name", "wrong", "input", "", "speed", "-1", "csv.zone", "Mars",
                                "value.converter",
                                "org.apache.kafka.connect.json.JsonConverter")));
        String errors = said.path("configs").findValues("errors").toString();
        for (String wrong : List.of("'input' must not be empty", "-1 for configuration speed",
                "Mars for configuration csv.zone", "value.converter must be")) {
            assertTrue(errors.contains(wrong), wrong + " in " + errors);
        }
        assertEquals(4, said.path("error_count").asInt(), errors);
    }

    static Map<String, String> properties(String topic, Map<String, String> more) throws IOException {
        var all = new java.util.HashMap<>(
                Map.of("connector.class", ReplaySourceConnector.class.getName(), "tasks.max",
                        "1", "topic", topic, "exactly.once.support", "required"));
        all.putAll(more);
        return all;
    }
}
