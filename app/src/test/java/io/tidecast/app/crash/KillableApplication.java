package io.tidecast.app.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `tidecast run` in a JVM of its own.
final class KillableApplication implements AutoCloseable {
    private static final int STOP_LIMIT_SECONDS = 60;
    private static final int REPORTED_LINES = 40;

    private final Path config;
    private final Path log;
    private Process process;

    /// Starts it.
    ///
    /// @param log what it says, over all its lives
    KillableApplication(Path config, Path log) throws IOException {
        this.config = config;
        this.log = log;
        process = launch();
    }

    /// Kills it as `kill -9` does and starts it again.
    void killAndRestart() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        process = launch();
    }

    /// Stops it as SIGTERM does; what it has done is committed then.
    void stop() throws InterruptedException {
        // By its handle: Process.destroy would also close its standard input, which means that the parent is gone.
        process.toHandle().destroy();
        if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the application did not stop within %d s: %s"
                    .formatted(STOP_LIMIT_SECONDS, lastWords()));
        }
    }

    void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError("the application ended with exit code %d: %s"
                    .formatted(process.exitValue(), lastWords()));
        }
    }

    /// The end of its log.
    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - REPORTED_LINES), lines.size()));
        } catch (IOException e) {
            return "its log cannot be read: " + e;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private Process launch() throws IOException {
        var command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp",
                System.getProperty("java.class.path"), RunUntilParentEnds.class.getName(), "run", "--config",
                config.toString());
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }
}
