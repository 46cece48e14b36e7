package io.tidecast.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.Tidecast;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Help comes at once because it loads nothing but picocli and the commands.
class StartUpTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"--help", "reset --help", "topics create --help", "--version"})
    void helpLoadsNoKafkaNoLogNoJsonAndNoWebServer(String arguments) throws Exception {
        List<String> loaded = loaded(arguments.split(" "));
        assertTrue(loaded.stream().anyMatch(name -> name.startsWith("picocli.")), loaded.toString());
        assertEquals("", loaded.stream().filter(name -> name.matches(
                "(org\\.apache\\.kafka|ch\\.qos|org\\.slf4j|com\\.fasterxml|io\\.javalin|org\\.eclipse|org\\.apache\\.avro)\\..*"))
                .limit(3).collect(Collectors.joining(" ")));
    }

    @Test
    void aMistakeIsAnsweredByNothingButItsLines() throws Exception {
        try (var process = TidecastProcess.start(directory, "nonsense")) {
            assertEquals(2, process.awaitExit());
            assertEquals("", process.output());
            assertTrue(process.errors().startsWith("tidecast: Unmatched argument"), process.errors());
        }
    }

    private List<String> loaded(String... arguments) throws Exception {
        Path log = directory.resolve("loaded");
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1", "-Xlog:class+load:file=" + log, "-cp",
                        System.getProperty("java.class.path"), Tidecast.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
        return Files.readAllLines(log, UTF_8).stream()
                .map(line -> line.substring(line.lastIndexOf(']') + 1).strip().split(" ", 2)[0]).toList();
    }
}
