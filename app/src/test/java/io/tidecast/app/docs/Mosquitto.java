package io.tidecast.app.docs;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Debian's MQTT broker. Without it the test is skipped, with one line; where TIDECAST_REQUIRE_MOSQUITTO is `true`, it fails.
record Mosquitto(Process process) implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

    static Mosquitto start(Path directory, int port) throws IOException {
        if (!Files.isExecutable(PROGRAM)) {
            String line = "there is no " + PROGRAM
                    + "; TIDECAST_REQUIRE_MOSQUITTO=true turns this skip into a failure";
            if (Boolean.parseBoolean(System.getenv("TIDECAST_REQUIRE_MOSQUITTO"))) {
                fail(line);
            }
            System.out.println("skipped: " + line);
            abort(line);
        }
        Path config = Files.writeString(directory.resolve("mosquitto.conf"),
                "user root\nlistener %d 127.0.0.1\nallow_anonymous true\n".formatted(port));
        return new Mosquitto(new ProcessBuilder(PROGRAM.toString(), "-c", config.toString())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
