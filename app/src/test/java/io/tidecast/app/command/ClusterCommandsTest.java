package io.tidecast.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.broker.TestBroker;
import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.kafka.Answer;
import io.tidecast.app.kafka.AnswerTail;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// `topics create`, `replay` and `run` against a real broker.
class ClusterCommandsTest {
    @TempDir
    private static Path directory;

    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    @Test
    void createTopicsReplayAFileAndForecastIt() throws Exception {
        Path config = Files.writeString(directory.resolve("tidecast.properties"), """
                bootstrap.servers=%s
                application.id=test
                state.dir=%s
                readings.topic=in
                forecasts.topic=out
                dead.letters.topic=dead
                events.topic=events
                readings.format=avro
                """.formatted(BROKER.address(), directory.resolve("state")));
        Path file = directory.resolve("a.csv");
        var rows = new StringBuilder("time,v\n");
        for (int i = 0; i < 50; i++) {
            rows.append("%s,%d%n".formatted(LocalDateTime.of(2024, 1, 1, 0, 0).plusHours(i), i % 5));
        }
        Files.writeString(file, rows);

        var early = run("run", "--config", config.toString());
        assertEquals(4, early.exitCode(), early.errors());
        assertTrue(early.errors().contains("there is no topic dead, events, in, out at " + BROKER.address()
                + "; create it with: tidecast topics create --config " + config), early.errors());

        var created = run("topics", "create", "--config", config.toString(), "--partitions", "2",
                "--retention", "7d");
        assertEquals(0, created.exitCode(), created.errors());
        assertTrue(created.output().contains("created in: 2 partitions, kept 168h"), created.output());
        var again = run("topics", "create", "--config", config.toString(), "--partitions", "3", "--retention",
                "forever");
        assertEquals(0, again.exitCode(), again.errors());
        assertTrue(again.output().contains("exists  in: 2 partitions (asked for 3; left as it is)"),
                again.output());
        assertFalse(again.output().contains("created"), again.output());

        // The readings are of 2024: a retention of a week would delete them at once.
        var forever = run("topics", "create", "--bootstrap-server", BROKER.address(), "--output", "json");
        assertEquals(0, forever.exitCode(), forever.errors());
        assertTrue(forever.output().contains("\"topic\" : \"forecasts\",\n  \"created\" : true"),
                forever.output());

        try (var pipeline = TidecastProcess.start(directory, "run", "--config", config.toString())) {
            pipeline.awaitLine("-> RUNNING");
            var replayed = run("replay", "--config", config.toString(), "--input", file.toString());
            assertEquals(0, replayed.exitCode(), replayed.errors());
            assertEquals("50 readings sent to in", replayed.output());
            assertEquals(50, answers(config, 50).stream().filter(Answer.Issued.class::isInstance).count());
            pipeline.signal("TERM");
            assertEquals(143, pipeline.awaitExit(), pipeline.errors());
            assertTrue(pipeline.errors().contains("stopped"), pipeline.errors());
        }
        refuseStateOfAnotherModel(config);
    }

    private static void refuseStateOfAnotherModel(Path config) throws Exception {
        String[] other = {"run", "--config", config.toString(), "--set", "model.cell=gru"};
        var refused = run(other);
        assertEquals(1, refused.exitCode(), refused.errors());
        assertTrue(refused.errors().contains("network.cell was LSTM and is GRU"), refused.errors());
        assertTrue(refused.errors().contains("on.incompatible.state=reset"), refused.errors());

        var reset = new ArrayList<>(List.of(other));
        reset.addAll(List.of("--set", "on.incompatible.state=reset"));
        try (var pipeline = TidecastProcess.start(directory, reset.toArray(String[]::new))) {
            pipeline.awaitLine("all series begin again");
            pipeline.awaitLine("-> RUNNING");
            pipeline.signal("TERM");
            assertEquals(143, pipeline.awaitExit(), pipeline.errors());
        }
    }

    @Test
    void saysThatNoBrokerAnswers() throws Exception {
        var outcome = run("topics", "create", "--bootstrap-server", "127.0.0.1:1");
        assertEquals(4, outcome.exitCode(), outcome.errors());
        assertTrue(outcome.errors().contains("no Kafka broker answers at 127.0.0.1:1"), outcome.errors());
    }

    private record Outcome(int exitCode, String output, String errors) {}

    private static Outcome run(String... arguments) throws Exception {
        try (var process = TidecastProcess.start(directory, arguments)) {
            int code = process.awaitExit();
            return new Outcome(code, process.output(), process.errors());
        }
    }

    private static List<Answer> answers(Path file, int expected) {
        TidecastConfig config = TidecastConfig.load(file, Map.of());
        var answers = new ArrayList<Answer>();
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        try (var tail = new AnswerTail(config.forecastOptions(), config.consumerProperties())) {
            while (answers.size() < expected && System.nanoTime() < deadline) {
                answers.addAll(tail.poll(Duration.ofMillis(200)));
            }
        }
        return answers;
    }
}
