package io.tidecast.app.reset;

import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What Kafka Streams keeps of an application on this machine.
///
/// @param directory of the application, in state.dir
record LocalState(Path directory) {
    static LocalState of(TidecastConfig config) {
        return new LocalState(config.stateDirectory().resolve(config.applicationId()));
    }

    /// The directory; null: there is none.
    @Nullable
    Path existing() {
        return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) ? directory : null;
    }

    /// Deletes it with all that is in it; links are deleted, not followed.
    static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailure(ExitCode.ENVIRONMENT, "cannot delete %s: %s".formatted(directory, e), e);
        }
    }
}
