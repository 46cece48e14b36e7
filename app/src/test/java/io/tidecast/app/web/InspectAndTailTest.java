package io.tidecast.app.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidecast.app.command.TidecastCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `inspect` and `tail` beside a running pipeline.
class InspectAndTailTest {
    private static final List<String> KEYS = List.of("boiler-7/temperature", "b");
    private static final int READINGS = 60;

    @TempDir
    private static Path directory;

    private static Served served;
    private static ServedPipeline instance;

    private record Outcome(int exitCode, String output, String errors) {}

    @BeforeAll
    static void start() throws Exception {
        served = new Served(directory, 2);
        instance = served.start(Map.of("web.token", "s3cret"));
        served.send(KEYS, 0, READINGS);
        for (String key : KEYS) {
            served.awaitReadings(instance, key, READINGS);
        }
        // What the commands show is committed, and read by the board.
        served.await("the board has all", instance, "/keys", answer -> {
            List<String> times = answer.path("keys").findValuesAsText("time");
            return times.size() == KEYS.size()
                    && times.stream().allMatch(Served.time(READINGS - 1).toString()::equals);
        }, "Authorization", "Bearer s3cret");
    }

    @AfterAll
    static void stop() {
        instance.close();
        served.close();
    }

    private static Outcome execute(String... arguments) {
        var output = new StringWriter();
        var errors = new StringWriter();
        int code = TidecastCommand.commandLine().setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true)).execute(arguments);
        return new Outcome(code, output.toString(), errors.toString());
    }

    private static Outcome inspect(String... more) {
        var arguments = new ArrayList<>(List.of("inspect", "--url", Served.uri(instance, "/").toString()));
        arguments.addAll(List.of(more));
        return execute(arguments.toArray(String[]::new));
    }

    @Test
    void inspectShowsTheModelTheExpertsTheGatesAndTheLastReadings() {
        Outcome table = inspect(KEYS.getFirst(), "--set", "web.token=s3cret", "--last", "3");
        assertEquals(0, table.exitCode(), table.errors());
        for (String part : List.of(KEYS.getFirst(), "persistence+rls+lstm-h4-k4",
                "lstm, layers: 1, hidden values: 4",
                "| persistence", "in the lowest tenth", "| f ", Served.time(READINGS - 1).toString(),
                "RMS step")) {
            assertTrue(table.output().contains(part), () -> part + " in " + table.output());
        }
        assertFalse(table.output().contains(Served.time(READINGS - 4).toString()), table.output());
    }

    @Test
    void inspectAsJsonAgreesWithTheQueries() throws Exception {
        Outcome json = inspect("b", "--set", "web.token=s3cret", "--output", "json", "--last", "5");
        assertEquals(0, json.exitCode(), json.errors());
        JsonNode inspection = Served.JSON.readTree(json.output());
        var query = served.get(instance, "/keys/b", "Authorization", "Bearer s3cret");
        assertEquals(Served.JSON.readTree(query.body()), inspection.get("state"));
        assertEquals(5, inspection.at("/history/points").size());
        assertEquals(List.of("i", "f", "g", "o"),
                inspection.at("/state/network/gates").findValuesAsText("gate"));
        JsonNode scale = inspection.at("/state/fields/0/scale");
        assertTrue(Math.abs(scale.get("mean").asDouble() - 20) < 3 && scale.get("stepRms").asDouble() > 0,
                scale.toString());
    }

    @Test
    void inspectSaysWhatKeepsItFromAnAnswer() {
        Outcome noToken = inspect("b");
        assertEquals(2, noToken.exitCode());
        assertTrue(noToken.errors().contains("wants a token"), noToken.errors());
        Outcome noSeries = inspect("nobody", "--set", "web.token=s3cret");
        assertEquals(1, noSeries.exitCode());
        assertTrue(noSeries.errors().contains("nobody"), noSeries.errors());
        Outcome noInstance = execute("inspect", "b", "--url", "http://127.0.0.1:1");
        assertEquals(4, noInstance.exitCode());
        assertTrue(noInstance.errors().contains("no instance answers at http://127.0.0.1:1"),
                noInstance.errors());
        assertEquals(2, execute("inspect", "b", "--set", "web.port=-1").exitCode());
    }

    @Test
    void tailPutsEachReadingBesideWhatHadBeenForecastForIt() throws Exception {
        Outcome tail = execute("tail", "b", "-b", served.bootstrapServers(), "--from-beginning", "--max",
                String.valueOf(READINGS), "--output", "json");
        assertEquals(0, tail.exitCode(), tail.errors());
        List<String> lines = tail.output().lines().toList();
        assertEquals(READINGS, lines.size());
        for (int i = 0; i < READINGS; i++) {
            JsonNode line = Served.JSON.readTree(lines.get(i));
            assertEquals("b", line.get("key").asText());
            assertEquals(Served.time(i).toString(), line.get("time").asText());
            assertEquals(i > 0, line.has("forecast"), lines.get(i));
            if (i > 0) {
                JsonNode before = Served.JSON.readTree(lines.get(i - 1));
                assertEquals(before.get("next"), line.get("forecast"));
                assertEquals(line.get("actual").asDouble() - line.get("forecast").asDouble(),
                        line.get("error").asDouble(), 1e-9);
                assertTrue(line.get("lower").asDouble() <= line.get("forecast").asDouble()
                        && line.get("forecast").asDouble() <= line.get("upper").asDouble(), lines.get(i));
            }
        }
    }

    @Test
    void tailAsATableHasAHeaderAndAllSeries() {
        Outcome tail = execute("tail", "-b", served.bootstrapServers(), "--from-beginning", "--max",
                String.valueOf(2 * READINGS));
        assertEquals(0, tail.exitCode(), tail.errors());
        assertTrue(tail.output().startsWith("time "), tail.output());
        assertEquals(1 + 2 * READINGS, tail.output().lines().count());
        KEYS.forEach(key -> assertTrue(tail.output().contains(" " + key + " "), tail.output()));
    }

    @Test
    void tailSaysThatThereIsNoTopic() {
        Outcome tail = execute("tail", "-b", served.bootstrapServers(), "--set", "forecasts.topic=nothing");
        assertEquals(4, tail.exitCode());
        assertTrue(tail.errors().contains("there is no topic nothing at"), tail.errors());
    }
}
