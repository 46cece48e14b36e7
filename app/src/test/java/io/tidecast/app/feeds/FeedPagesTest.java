package io.tidecast.app.feeds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.Tidecast;
import io.tidecast.app.broker.BrokerPorts;
import io.tidecast.app.broker.BrokerServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages of docs/feeds: their commands are run by a shell as they stand there (but for the broker's address), and print what the page says.
class FeedPagesTest {
    private static final Path PAGES = Path.of("../docs/feeds");
    private static final long LIMIT_SECONDS = 240;

    @TempDir
    private static Path directory;

    private static BrokerServer broker;
    private static String address;

    @BeforeAll
    static void start() throws IOException {
        BrokerPorts ports = BrokerPorts.free(0);
        broker = BrokerServer.start(directory.resolve("broker"), ports);
        address = BrokerServer.address(ports);
        command("tidecast", Tidecast.class.getName());
        command("kafka-console-producer.sh", "org.apache.kafka.tools.ConsoleProducer");
        command("kafka-console-consumer.sh", "org.apache.kafka.tools.consumer.ConsoleConsumer");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static void command(String name, String mainClass) throws IOException {
        Path script = Files.writeString(directory.resolve(name), """
                #!/bin/sh
                exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \
                --sun-misc-unsafe-memory-access=allow -Duser.home='%s' -cp '%s' %s "$@"
                """.formatted(Path.of(System.getProperty("java.home"), "bin", "java"), directory,
                System.getProperty("java.class.path"), mainClass));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json.md", "line-protocol.md", "csv-lines.md", "avro.md"})
    void theCommandsOfThePageDoWhatItSays(String page) throws Exception {
        String text = Files.readString(PAGES.resolve(page));
        String script = "trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT\nset -e\n"
                + block("sh", text).replace("localhost:9092", address);
        String printed = run(script);
        for (String line : block("text", text).lines().toList()) {
            for (String part : Pattern.compile(" ... ", Pattern.LITERAL).split(line, -1)) {
                assertTrue(printed.contains(part), () -> "'%s' is not in:\n%s".formatted(part, printed));
            }
        }
    }

    private static String block(String kind, String text) {
        Matcher block = Pattern.compile("```" + kind + "\n(.*?)```", Pattern.DOTALL).matcher(text);
        assertTrue(block.find(), kind);
        return block.group(1);
    }

    private static String run(String script) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        var builder = new ProcessBuilder("bash", "-c", script).directory(directory.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().merge("PATH", directory.toString(), (path, ours) -> ours + ":" + path);
        Process shell = builder.start();
        boolean ended = shell.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
        String printed = Files.readString(output, UTF_8);
        assertTrue(ended && shell.exitValue() == 0, printed);
        return printed;
    }
}
