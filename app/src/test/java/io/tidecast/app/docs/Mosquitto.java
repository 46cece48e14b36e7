package io.tidecast.app.docs;

import io.tidecast.app.feeds.Required;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Debian's MQTT broker.
record Mosquitto(Process process) implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

    static Mosquitto start(Path directory, int port) throws IOException {
        Required.TIDECAST_REQUIRE_MOSQUITTO.unless(Files.isExecutable(PROGRAM), "there is no " + PROGRAM);
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
