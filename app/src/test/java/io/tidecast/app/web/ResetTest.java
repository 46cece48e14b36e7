package io.tidecast.app.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidecast.app.command.TidecastCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `reset` against a broker, between two runs.
class ResetTest {
    private static final int READINGS = 40;
    private static final String KEY = "mill/power";

    @TempDir
    private static Path directory;

    private static Served served;

    private record Outcome(int exitCode, String output, String errors) {}

    @BeforeAll
    static void start() {
        served = new Served(directory, 1);
        served.send(List.of(KEY), 0, READINGS);
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static Outcome reset(String application, String... more) {
        var arguments = new ArrayList<>(List.of("reset", "-b", served.bootstrapServers(), "--set",
                "application.id=" + application, "--set", "state.dir=" + state(application)));
        arguments.addAll(List.of(more));
        var output = new StringWriter();
        var errors = new StringWriter();
        int code = TidecastCommand.commandLine().setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true)).execute(arguments.toArray(String[]::new));
        return new Outcome(code, output.toString(), errors.toString());
    }

    private static Path state(String application) {
        return directory.resolve(application);
    }

    private static Map<String, String> configuration(String application) {
        return Map.of("application.id", application, "state.dir", state(application).toString(),
                "forecasts.topic", "forecasts-" + application, "snapshot.every", "1");
    }

    @Test
    void afterAResetTheRunLearnsAnewAndForecastsTheSameBits() throws Exception {
        served.createTopic("forecasts-anew", 1);
        try (var first = served.start(configuration("anew"))) {
            served.awaitReadings(first, KEY, READINGS);
            Outcome refused = reset("anew", "--execute");
            assertEquals(4, refused.exitCode(), refused.output());
            assertTrue(refused.errors().contains("the group anew is active"), refused.errors());
        }
        Outcome dry = reset("anew");
        assertEquals(0, dry.exitCode(), dry.errors());
        for (String part : List.of("offset in readings-0 ", " " + READINGS + " ",
                "topic anew-tidecast-snapshots-changelog",
                "directory " + state("anew").resolve("anew"), "nothing has been changed")) {
            assertTrue(dry.output().contains(part), () -> part + " in " + dry.output());
        }
        assertEquals(dry.output(), reset("anew").output());
        assertTrue(Files.isDirectory(state("anew").resolve("anew")));

        Outcome done = reset("anew", "--execute", "--output", "json");
        assertEquals(0, done.exitCode(), done.errors());
        assertTrue(Served.JSON.readTree(done.output()).get("executed").asBoolean(), done.output());
        assertFalse(Files.exists(state("anew").resolve("anew")));
        JsonNode again = Served.JSON.readTree(reset("anew", "--output", "json").output());
        assertEquals(List.of("offset in readings-0"), again.get("steps").findValuesAsText("what"));
        assertEquals("0", again.at("/steps/0/before").asText());

        try (var second = served.start(configuration("anew"))) {
            served.awaitReadings(second, KEY, READINGS);
            List<byte[]> forecasts = forecasts("forecasts-anew", 2 * READINGS);
            for (int i = 0; i < READINGS; i++) {
                assertArrayEquals(forecasts.get(i), forecasts.get(READINGS + i), "forecast " + i);
            }
        }
    }

    @Test
    void offsetsGoToTheEndOrToATimeAlsoWhereNothingHasRunYet() throws Exception {
        JsonNode latest = Served.JSON.readTree(reset("fresh", "--to", "latest", "--output", "json").output());
        assertEquals(READINGS, latest.at("/steps/0/after").asInt(), latest.toString());
        assertEquals("none", latest.at("/steps/0/before").asText());
        assertEquals(0, reset("fresh", "--to", "2999-01-01T00:00:00Z", "--execute").exitCode());
        JsonNode after = Served.JSON
                .readTree(reset("fresh", "--to", "2000-01-01T00:00:00Z", "--output", "json").output());
        assertEquals(READINGS, after.at("/steps/0/before").asInt(), "a time to come is the end");
        assertEquals(0, after.at("/steps/0/after").asInt());
    }

    @Test
    void onlyTheStateOfThisMachineGoesWhenToldSo() throws Exception {
        assertTrue(reset("local", "--local").output().contains("there is nothing to reset"));
        Path kept = Files.createDirectories(state("local").resolve("other")).resolve("file");
        Files.writeString(kept, "x");
        Path gone = Files.createDirectories(state("local").resolve("local/0_0")).resolve("file");
        Files.writeString(gone, "x");
        Path outside = Files.writeString(directory.resolve("outside"), "x");
        Files.createSymbolicLink(gone.resolveSibling("link"), outside);
        Outcome done = reset("local", "--local", "--execute");
        assertEquals(0, done.exitCode(), done.errors());
        assertFalse(done.output().contains("offset"), done.output());
        assertFalse(Files.exists(state("local").resolve("local")));
        assertTrue(Files.exists(kept) && Files.exists(outside));
    }

    private static List<byte[]> forecasts(String topic, int count) throws InterruptedException {
        var values = new ArrayList<byte[]>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", served.bootstrapServers(), "isolation.level",
                        "read_committed"),
                new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            Served.await(count + " forecasts", () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
        }
        assertEquals(count, values.size());
        return values;
    }
}
