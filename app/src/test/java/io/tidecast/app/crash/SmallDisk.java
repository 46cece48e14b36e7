package io.tidecast.app.crash;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A small disk in the place of a directory, until it is closed: the directory is then as it was. Needs root.
final class SmallDisk implements AutoCloseable {
    private static final int BLOCK_BYTES = 1 << 16;

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    static SmallDisk at(Path directory) throws IOException {
        run("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", directory.toString());
        return new SmallDisk(directory);
    }

    /// Leaves no room on it. What is deleted makes room again.
    void fill() {
        try (OutputStream ballast = Files.newOutputStream(directory.resolve("ballast"), CREATE, APPEND)) {
            while (true) {
                ballast.write(new byte[BLOCK_BYTES]);
            }
        } catch (IOException e) {
            // It is full now.
        }
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
