package io.tidecast.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidecast.app.health.Heartbeat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class HealthCommandTest {
    @TempDir
    private Path directory;

    private Path config = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void configure() throws IOException {
        file = directory.resolve("new/t.health");
        config = Files.writeString(directory.resolve("t.properties"),
                "bootstrap.servers=none:1\nhealth.file=%s\n".formatted(file));
    }

    private int health(String... more) {
        CommandLine command = TidecastCommand.commandLine();
        command.setErr(new PrintWriter(Writer.nullWriter()));
        String[] arguments = {"health", "--config", config.toString()};
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return command.execute(all);
    }

    @Test
    void aRunningPipelineIsHealthyAndOneThatTakesOverPartitionsIsAlive() {
        assertEquals(1, health(), "nothing has run");
        var heartbeat = new Heartbeat(file);
        heartbeat.beat("REBALANCING");
        assertEquals(1, health());
        assertEquals(0, health("--live"));
        heartbeat.beat("RUNNING");
        assertEquals(0, health());
        heartbeat.beat("STOPPING");
        assertEquals(1, health("--live"));
    }

    @Test
    void jsonSaysItEvenWhereTheAnswerIsNo() throws IOException {
        new Heartbeat(file).beat("REBALANCING");
        var output = new StringWriter();
        int code = TidecastCommand.commandLine().setOut(new PrintWriter(output, true)).execute("health",
                "--config", config.toString(), "--output", "json");
        assertEquals(1, code);
        var json = new ObjectMapper().readTree(output.toString());
        assertEquals("REBALANCING", json.get("state").asText());
        assertEquals(false, json.get("healthy").asBoolean());
    }

    @Test
    void anOldOrForeignFileIsNoSignOfLife() throws IOException {
        Files.createDirectories(directory.resolve("new"));
        Files.writeString(file, "RUNNING " + Instant.now().minus(Duration.ofHours(1)));
        assertEquals(1, health());
        assertEquals(0, health("--max-age", "7200"));
        Files.writeString(file, "what");
        assertEquals(1, health());
    }
}
