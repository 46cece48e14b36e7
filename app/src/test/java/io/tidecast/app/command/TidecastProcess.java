package io.tidecast.app.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.app.Tidecast;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The tidecast command in a JVM of its own, as a user runs it. Times out generously: machines that run tests are busy.
final class TidecastProcess implements AutoCloseable {
    private static final long LIMIT_SECONDS = 90;

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> output = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final Thread outputReader;
    private final Thread errorReader;

    private TidecastProcess(Process process) {
        this.process = process;
        outputReader = follow(process.getInputStream(), output);
        errorReader = follow(process.getErrorStream(), errors);
    }

    /// Starts the command.
    ///
    /// @param temporary  where it puts its temporary files
    static TidecastProcess start(Path temporary, String... arguments) throws IOException {
        return start(temporary, Map.of(), arguments);
    }

    /// Starts the command with further environment variables.
    static TidecastProcess start(Path temporary, Map<String, String> environment, String... arguments)
            throws IOException {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temporary,
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow", "-cp", System.getProperty("java.class.path"),
                        Tidecast.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return new TidecastProcess(builder.start());
    }

    /// Waits for a line of standard output or standard error that contains the text.
    void awaitLine(String text) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError(
                        "no line with '%s' came:\n%s\n%s".formatted(text, output(), errors()));
            }
            if (line.contains(text)) {
                return;
            }
        }
    }

    /// Waits for the end and returns the exit code.
    int awaitExit() throws InterruptedException {
        awaitEnd(process.toHandle());
        outputReader.join();
        errorReader.join();
        return process.exitValue();
    }

    /// The process of its embedded broker.
    ProcessHandle broker() {
        return process.descendants().findFirst()
                .orElseThrow(() -> new AssertionError("there is no broker process"));
    }

    /// Sends a signal, such as INT.
    void signal(String name) throws IOException, InterruptedException {
        signal(process.toHandle(), name);
    }

    static void signal(ProcessHandle process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }

    static void awaitEnd(ProcessHandle process) throws InterruptedException {
        try {
            process.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("process %d goes on".formatted(process.pid()), e);
        }
    }

    synchronized String output() {
        return String.join("\n", output);
    }

    synchronized String errors() {
        return String.join("\n", errors);
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private Thread follow(InputStream stream, List<String> kept) {
        return Thread.ofVirtual().start(() -> {
            try (var reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
                reader.lines().forEach(line -> keep(kept, line));
            } catch (IOException | UncheckedIOException e) {
                keep(kept, "(stream closed)");
            }
        });
    }

    private synchronized void keep(List<String> kept, String line) {
        kept.add(line);
        lines.add(line);
    }
}
