package io.tidecast.app.broker;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/// What the broker's process says: that it is ready, and its last errors (its log file is no help when the disk is full).
final class BrokerOutput {
    private static final int KEPT_LINES = 40;

    private final Deque<String> errors = new ArrayDeque<>();
    private volatile boolean ready;

    private BrokerOutput() {}

    static BrokerOutput of(Process process) {
        var output = new BrokerOutput();
        follow(process.getInputStream(), line -> output.ready |= line.equals(BrokerMain.READY));
        follow(process.getErrorStream(), output::keep);
        return output;
    }

    boolean ready() {
        return ready;
    }

    /// Why it died, as far as it said.
    String reason(Path directory) {
        String said = lastError();
        if (said.contains("No space left on device")) {
            return "the disk is full: %s has %d MB left; make room or choose another place with --work-dir"
                    .formatted(directory, usableMegabytes(directory));
        }
        return (said.isEmpty() ? "it gave no reason" : said) + "; its log is " + BrokerMain.logFile(directory)
                + " (kept with --work-dir)";
    }

    private synchronized String lastError() {
        return errors.stream().filter(line -> line.contains("No space left on device")).findFirst()
                .orElseGet(() -> errors.isEmpty() ? "" : errors.getLast());
    }

    private synchronized void keep(String line) {
        if (line.isBlank() || line.startsWith("\t")) {
            return;
        }
        errors.add(line.strip());
        if (errors.size() > KEPT_LINES) {
            errors.remove();
        }
    }

    private static long usableMegabytes(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace() >> 20;
        } catch (IOException e) {
            return 0;
        }
    }

    private static void follow(InputStream stream, Consumer<String> reader) {
        // Reading from a process holds a virtual thread's carrier, and there are only as many of them as cores.
        Thread.ofPlatform().daemon().name("tidecast-broker-output").start(() -> {
            try (var lines = new java.io.BufferedReader(
                    new java.io.InputStreamReader(stream, StandardCharsets.UTF_8))) {
                lines.lines().forEach(reader);
            } catch (IOException | java.io.UncheckedIOException e) {
                // The process is gone; what it said is kept.
            }
        });
    }
}
