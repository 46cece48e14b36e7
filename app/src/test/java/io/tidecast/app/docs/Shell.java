package io.tidecast.app.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.Tidecast;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// A directory like a checkout, in which a shell runs the commands of a page. What is built already is not built again, what only root
/// may do is done as whoever this is, and Kafka's command-line tools are on the path.
final class Shell {
    private static final long LIMIT_SECONDS = 240;
    /// What the plugin must bring itself.
    private static final Pattern OF_THE_PLUGIN = Pattern
            .compile(".*(tidecast-|/target/classes|hivemq|netty|rxjava|dataformat-csv|/avro).*");

    private final Path directory;

    Shell(Path directory) throws IOException {
        this.directory = directory;
        String own = System.getProperty("java.class.path");
        script("tidecast",
                "exec " + java(Tidecast.class.getName(), own));
        script("kafka-console-producer.sh",
                "exec " + java("org.apache.kafka.tools.ConsoleProducer", own));
        script("kafka-console-consumer.sh",
                "exec " + java("org.apache.kafka.tools.consumer.ConsoleConsumer", own));
        script("mvnw", "exit 0");
        script("sudo", "exec \"$@\"");
        writeSeries();
        // The reader's own model: PyTorch has written it, see interchange.py.
        Files.copy(Page.ROOT.resolve(
                "model-core/src/test/resources/io/tidecast/model/io/torch-lstm-float32.safetensors"),
                directory.resolve("torch.safetensors"));
    }

    /// The reader's own file, by the name that the pages give it: an hourly series of three weeks with a daily cycle.
    private void writeSeries() throws IOException {
        try (var out = new PrintStream(
                new GZIPOutputStream(Files.newOutputStream(directory.resolve("plant.csv.gz"))), false,
                UTF_8)) {
            out.println("date,temperature,load");
            var random = new Random(1);
            var begin = LocalDateTime.of(2026, 1, 5, 0, 0);
            for (int hour = 0; hour < 500; hour++) {
                double cycle = StrictMath.sin(2 * Math.PI * hour / 24);
                out.printf(Locale.ROOT, "%s,%.2f,%.2f%n", begin.plusHours(hour),
                        60 + 5 * cycle + random.nextGaussian(),
                        300 + 80 * cycle + 10 * random.nextGaussian());
            }
        }
    }

    /// Adds the packaged plugin and the command that starts a worker of Kafka Connect.
    void addWorker(Addresses addresses) throws IOException {
        Path plugin = Path.of("connectors/target/plugin.zip");
        Files.createDirectories(directory.resolve(plugin).getParent());
        Files.copy(Page.ROOT.resolve(plugin), directory.resolve(plugin));
        String classPath = Stream.of(Files.readString(Page.ROOT.resolve("connectors/target/worker.classpath"))
                .strip().split(File.pathSeparator, -1))
                .filter(entry -> !OF_THE_PLUGIN.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
        Files.writeString(directory.resolve("logback.xml"), """
                <configuration>
                  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%level %logger{0}: %msg%n</pattern></encoder>
                  </appender>
                  <root level="INFO"><appender-ref ref="out"/></root>
                </configuration>
                """);
        // The shipped configurations get this test's addresses, as a user edits them.
        script("connect-distributed.sh", addresses.edit("$(dirname \"$1\")/*") + "\nexec "
                + java("-Dlogback.configurationFile=logback.xml org.apache.kafka.connect.cli.ConnectDistributed",
                        classPath));
    }

    private String java(String mainClass, String classPath) {
        return "'%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
                .formatted(Path.of(System.getProperty("java.home"), "bin", "java"))
                + " -Duser.home='%s' -cp '%s' %s \"$@\"".formatted(directory, classPath,
                        mainClass);
    }

    private void script(String name, String body) throws IOException {
        Path script = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// Runs commands up to the first that fails, and ends what they have left in the background.
    ///
    /// @return what they print
    String run(String commands, Addresses addresses) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        String script = "trap 'kill $(jobs -p) 2>/dev/null || true; wait' EXIT\nset -e\n" + commands;
        var builder = new ProcessBuilder("bash", "-c", script).directory(directory.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().merge("PATH", directory.toString(), (path, ours) -> ours + ":" + path);
        builder.environment().put("TIDECAST_WEB_PORT", Integer.toString(addresses.web()));
        Process shell = builder.start();
        boolean ended = shell.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
        String printed = Files.readString(output, UTF_8);
        assertTrue(ended && shell.exitValue() == 0, () -> script + "\nprinted\n" + printed);
        return printed;
    }
}
