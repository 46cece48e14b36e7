package io.tidecast.app.docs;

import io.tidecast.app.feeds.Required;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/// Debian's PostgreSQL with an empty database `tidecast`.
record Postgres(Path directory) implements AutoCloseable {
    static final String USER = "tidecast";

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    static Postgres start(int port) throws IOException {
        Required.TIDECAST_REQUIRE_POSTGRES.unless(
                Files.isDirectory(VERSIONS)
                        && Files.isDirectory(Page.ROOT.resolve("connectors/target/debezium")),
                "there is no PostgreSQL, or no Debezium, which the build brings where the variable is set");
        // Its own user must be able to write there.
        Path directory = Files.createTempDirectory("tidecast-postgres-");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        var server = new Postgres(directory);
        server.run("""
                initdb -D data -U %1$s -A trust --no-sync
                pg_ctl -D data -w -l log -o '-h 127.0.0.1 -p %2$d -k %3$s -c fsync=off' start
                createdb -h 127.0.0.1 -p %2$d -U %1$s tidecast
                """.formatted(USER, port, directory));
        return server;
    }

    /// Runs commands by its programs, none of which runs as root.
    private void run(String commands) throws IOException {
        String script = "set -e; PATH=$(echo %s/*/bin):$PATH; cd %s\n%s".formatted(VERSIONS, directory,
                commands);
        Stream<String> user = System.getProperty("user.name").equals("root")
                ? Stream.of("runuser", "-u", "postgres", "--")
                : Stream.of();
        Path output = directory.resolve("output");
        int exit = new ProcessBuilder(Stream.concat(user, Stream.of("bash", "-c", script)).toList())
                .redirectErrorStream(true).redirectOutput(output.toFile()).start().onExit().join()
                .exitValue();
        if (exit != 0) {
            throw new AssertionError(script + "\n" + Files.readString(output));
        }
    }

    @Override
    public void close() throws IOException {
        run("pg_ctl -D data -w -m immediate stop; rm -rf data log");
        Files.delete(directory.resolve("output"));
        Files.delete(directory);
    }
}
