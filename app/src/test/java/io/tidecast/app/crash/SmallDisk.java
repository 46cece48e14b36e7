package io.tidecast.app.crash;

import java.io.IOException;
import java.nio.file.Path;

/// A full disk in the place of a directory, until it is closed: the directory is then as it was. Needs root.
final class SmallDisk implements AutoCloseable {
    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    static SmallDisk full(Path directory) throws IOException {
        run("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", directory.toString());
        return new SmallDisk(directory);
    }

    @Override
    public void close() throws IOException {
        run("umount", directory.toString());
    }

    private static void run(String... command) throws IOException {
        int code = new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue();
        if (code != 0) {
            throw new AssertionError("%s ended with exit code %d".formatted(String.join(" ", command), code));
        }
    }
}
