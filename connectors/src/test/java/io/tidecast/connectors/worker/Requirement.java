package io.tidecast.connectors.worker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A server that a test needs and a machine may not have. Where it is missing the test is skipped with one line, unless an environment
/// variable says that it must run.
public record Requirement(String program, String variable, String hint, List<String> directories) {
    /// Debian's mosquitto.
    public static final Requirement MOSQUITTO = new Requirement("mosquitto", "TIDECAST_REQUIRE_MOSQUITTO",
            "install Debian's mosquitto", List.of("/usr/sbin"));
    /// Debian's postgresql.
    public static final Requirement POSTGRES = new Requirement("initdb", "TIDECAST_REQUIRE_POSTGRES",
            "install Debian's postgresql and set the variable, which brings Debezium's JDBC sink",
            List.of("/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/15/bin"));

    /// Where the program is.
    public Path require() {
        Optional<Path> found = Stream
                .concat(Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":")),
                        directories.stream())
                .map(directory -> Path.of(directory, program)).filter(Files::isExecutable).findFirst();
        if (found.isEmpty()) {
            missing();
        }
        return found.orElseThrow();
    }

    /// Skips the test, or fails it.
    public void missing() {
        String reason = "not tested, as %s is missing: %s".formatted(program, hint);
        if (Boolean.parseBoolean(System.getenv(variable))) {
            throw new AssertionError(reason + " (" + variable + " is set)");
        }
        System.out.println("skipped: " + reason);
        Assumptions.abort(reason);
    }
}
