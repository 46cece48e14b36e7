package io.tidecast.connectors.lineprotocol;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// The unit of a timestamp in line protocol, which does not say it.
public enum Precision {
    NS(TimeUnit.NANOSECONDS), US(TimeUnit.MICROSECONDS), MS(TimeUnit.MILLISECONDS), S(TimeUnit.SECONDS);

    private final TimeUnit unit;

    Precision(TimeUnit unit) {
        this.unit = unit;
    }

    /// Its name in the configuration.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// All names.
    public static String[] labels() {
        return Arrays.stream(values()).map(Precision::label).toArray(String[]::new);
    }

    /// The one of this name.
    public static Precision of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }

    Instant time(long timestamp) {
        return Instant.ofEpochMilli(unit.toMillis(timestamp));
    }
}
