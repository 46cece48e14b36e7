package io.tidecast.connectors.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.connectors.worker.Eventually;
import io.tidecast.connectors.worker.LoopbackPorts;
import io.tidecast.connectors.worker.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A real PostgreSQL with an empty database on a free loopback port, as a process of its own.
final class Postgres implements AutoCloseable {
    static final String USER = "tidecast";

    private final Path programs;
    private final Path directory;
    private final int port;

    private Postgres(Path programs, Path directory, int port) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
    }

    /// Starts it, or skips the test.
    static Postgres start() throws IOException {
        Path programs = Requirement.POSTGRES.require().toRealPath().resolveSibling(".").normalize();
        if (!Files.isDirectory(Path.of(System.getProperty("debezium.directory")))) {
            Requirement.POSTGRES.missing();
        }
        // Its own user must be able to write there.
        Path directory = Files.createTempDirectory("tidecast-postgres-");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        var server = new Postgres(programs, directory, LoopbackPorts.free());
        server.run("initdb", "-D", server.data(), "-U", USER, "-A", "trust", "--no-sync");
        server.run("pg_ctl", "-D", server.data(), "-w", "-l", directory.resolve("log").toString(), "-o",
                "-h 127.0.0.1 -p %d -k %s -c fsync=off".formatted(server.port, directory), "start");
        return server;
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port);
    }

    /// Runs a script.
    void execute(Path script) throws IOException {
        psql("-v", "ON_ERROR_STOP=1", "-f", script.toString());
    }

    /// Rows of a query, columns joined by `|`, times in UTC.
    List<String> query(String sql) {
        return psql("-At", "-c", "SET TIME ZONE 'UTC'", "-c", sql).lines().skip(1).toList();
    }

    private String psql(String... arguments) {
        var command = new ArrayList<>(
                List.of("-h", "127.0.0.1", "-p", Integer.toString(port), "-U", USER, "-d",
                        "postgres"));
        command.addAll(List.of(arguments));
        return run("psql", command.toArray(String[]::new));
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    /// Runs one of its programs; none of them runs as root.
    private String run(String program, String... arguments) {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        try {
            Path output = directory.resolve("output");
            Process process = new ProcessBuilder(command).directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile()).start();
            int exit = process.waitFor();
            String said = Files.readString(output, UTF_8);
            if (exit != 0) {
                throw new AssertionError("%s ended with %d: %s".formatted(program, exit, said));
            }
            return said;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    void await(String sql, String expected) {
        Eventually.holds(Duration.ofMinutes(1), () -> sql + " gives " + query(sql),
                () -> query(sql).equals(List.of(expected)));
    }

    @Override
    public void close() throws IOException {
        run("pg_ctl", "-D", data(), "-w", "-m", "immediate", "stop");
        try (var files = Files.walk(directory)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
