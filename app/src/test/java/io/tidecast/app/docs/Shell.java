package io.tidecast.app.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.Tidecast;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A directory like a checkout, in which a shell runs the commands of a page. What is built already is not built again, what only root
/// may do is done as whoever this is, and Kafka's command-line tools are on the path.
final class Shell {
    private static final long LIMIT_SECONDS = 240;
    /// What the plugin must bring itself.
    private static final Pattern OF_THE_PLUGIN = Pattern
            .compile(".*(tidecast-|/target/classes|hivemq|netty|rxjava|dataformat-csv|/avro).*");
    private static final Pattern UNTIL_CTRL_C = Pattern
            .compile("(?m)^(\\./tidecast .*?) +# .*until Ctrl-C.*$");
    /// `go_on` waits until the page at the address that the command prints shows all of the demo's sensors; `ctrl_c` expects that the command
    /// then ends by itself. Only with job control does a command in the background take an interrupt.
    private static final String BEGIN = """
            set -e
            trap 'kill $(jobs -p) 2>/dev/null || true; wait' EXIT
            going_on=
            go_on() {
                set -m
                "$@" >going-on.txt 2>&1 &
                going_on=$!
                set +m
                until page=$(grep -om1 'http://127[0-9.:]*' going-on.txt) && curl -sf "$page" | grep -q '<title>Tidecast' &&
                        curl -sf "$page/keys?limit=1" | grep -q '"total":16'; do
                    kill -0 $going_on || { cat going-on.txt; exit 1; }
                    sleep 0.2
                done
            }
            ctrl_c() {
                [ -n "$going_on" ] || return 0
                kill -INT $going_on
                code=0
                wait $going_on || code=$?
                going_on=
                cat going-on.txt
                [ $code = 130 ]
            }
            """;

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
        // What the build has brought already, into this directory.
        script("mvn",
                "exec '%1$s/mvnw' -f '%1$s' -N -o -q \"$@\" -DoutputDirectory=\"$PWD\"".formatted(Page.ROOT));
        // Rows arrive some time after a connector was created.
        script("psql",
                """
                        psql=$(PATH=/usr/bin:/bin command -v psql)
                        case $* in
                          *SELECT*) until "$psql" "$@" | tee rows.txt | grep -q '1 row'; do sleep 0.5; done; cat rows.txt ;;
                          *) exec "$psql" "$@" ;;
                        esac""");
        new SampleFiles(directory).write();
        // The reader's own model: PyTorch has written it, see interchange.py.
        Files.copy(Page.ROOT.resolve(
                "model-core/src/test/resources/io/tidecast/model/io/torch-lstm-float32.safetensors"),
                directory.resolve("torch.safetensors"));
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

    /// Runs blocks of commands up to the first command that fails, and ends what they have left in the background. What goes on until Ctrl-C,
    /// as the comment behind it says, gets it at the end of its block.
    ///
    /// @return what they print
    String run(List<String> blocks, Addresses addresses) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        String commands = blocks.stream().map(block -> UNTIL_CTRL_C.matcher(block).replaceAll("go_on $1"))
                .collect(Collectors.joining("ctrl_c\n", BEGIN, "ctrl_c\n"));
        var builder = new ProcessBuilder("bash", "-c", commands).directory(directory.toFile())
                .redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().merge("PATH", directory.toString(), (path, ours) -> ours + ":" + path);
        builder.environment().putAll(addresses.environment());
        Process shell = builder.start();
        boolean ended = shell.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
        String printed = Files.readString(output, UTF_8);
        assertTrue(ended && shell.exitValue() == 0, () -> commands + "\nprinted\n" + printed);
        return printed;
    }
}
