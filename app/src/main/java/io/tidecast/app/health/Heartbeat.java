package io.tidecast.app.health;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file that a running pipeline renews, with its state and the time in it: `RUNNING 2026-01-05T10:00:00Z`. Needs no port, and
/// goes silent with whatever stops the process or its main loop.
///
/// @param file  in a directory that is or can be made
public record Heartbeat(Path file) {
    /// Time from one beat to the next.
    public static final Duration INTERVAL = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    /// A beat that was read.
    ///
    /// @param state  of Kafka Streams
    /// @param time   when it was written
    public record Beat(String state, Instant time) {}

    /// Renews the file. A full disk is not worth a stop: the beat is then missing, and whoever asks says so.
    public void beat(String state) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.writeString(next, state + " " + Instant.now());
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("health: {} cannot be written: {}", file, e.toString());
        }
    }

    /// The last beat.
    ///
    /// @throws CommandFailure if there is none
    public Beat last() {
        try {
            String[] parts = Files.readString(file).split(" ", 2);
            return new Beat(parts[0], Instant.parse(parts[1].strip()));
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.FAILED, "no pipeline has run: there is no " + file, e);
        } catch (IOException | RuntimeException e) {
            throw new CommandFailure(ExitCode.FAILED, "%s is no heartbeat: %s".formatted(file, e), e);
        }
    }
}
