package io.tidecast.app.broker;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the embedded broker and the pipeline keep their files: a temporary directory that goes at the end, or a given one that stays.
public final class WorkDirectory implements AutoCloseable {
    private final Path path;
    private final boolean temporary;

    private WorkDirectory(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /// Makes or takes a directory.
    ///
    /// @param wanted  an empty or absent directory that is kept; null: a temporary one
    /// @throws CommandFailure if it cannot be made or holds files already
    public static WorkDirectory open(@Nullable Path wanted) {
        try {
            if (wanted == null) {
                return new WorkDirectory(Files.createTempDirectory("tidecast-"), true);
            }
            Files.createDirectories(wanted);
            try (Stream<Path> files = Files.list(wanted)) {
                if (files.findAny().isPresent()) {
                    throw new CommandFailure(ExitCode.USAGE,
                            "--work-dir %s is not empty; name an empty or new directory".formatted(wanted));
                }
            }
            return new WorkDirectory(wanted.toAbsolutePath(), false);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.ENVIRONMENT,
                    "cannot make the work directory %s: %s; choose another with --work-dir"
                            .formatted(wanted == null ? System.getProperty("java.io.tmpdir") : wanted, e),
                    e);
        }
    }

    public Path path() {
        return path;
    }

    /// Checks the space on its disk.
    ///
    /// @throws CommandFailure if less space than that is left, with the numbers
    public void requireSpace(long megabytes) {
        try {
            long usable = Files.getFileStore(path).getUsableSpace() >> 20;
            if (usable < megabytes) {
                throw new CommandFailure(ExitCode.ENVIRONMENT,
                        "the disk is full: the work directory needs %d MB, but %s has %d MB left; make room or choose another place with --work-dir"
                                .formatted(megabytes, path, usable));
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.ENVIRONMENT, "cannot use the work directory " + path + ": " + e,
                    e);
        }
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            System.err.println("tidecast: cannot remove the work directory " + path + ": " + e);
        }
    }
}
