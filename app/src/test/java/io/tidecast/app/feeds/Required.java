package io.tidecast.app.feeds;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/// What a test needs from its machine. Without it the test is skipped, with one line; where the environment variable is `true`, it fails.
public enum Required {
    /// A Docker engine that Testcontainers finds.
    TIDECAST_REQUIRE_DOCKER,
    /// The archive of a schema registry.
    TIDECAST_REQUIRE_REGISTRY,
    /// Debian's MQTT broker.
    TIDECAST_REQUIRE_MOSQUITTO,
    /// Debian's PostgreSQL, and Debezium's sink, which the build brings then.
    TIDECAST_REQUIRE_POSTGRES;

    /// Goes on where it is there.
    public void unless(boolean present, String missing) {
        if (present) {
            return;
        }
        String line = "%s; %s=true turns this skip into a failure".formatted(missing, name());
        if (Boolean.parseBoolean(System.getenv(name()))) {
            fail(line);
        }
        System.out.println("skipped: " + line);
        abort(line);
    }
}
