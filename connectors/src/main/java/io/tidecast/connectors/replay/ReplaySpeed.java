package io.tidecast.connectors.replay;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/// How fast the time of the readings goes by.
///
/// @param factor  seconds of the readings in a second, infinite: as fast as possible
record ReplaySpeed(double factor) {
    static final ConfigDef.Validator VALIDATOR = (name, value) -> {
        try {
            parse(String.valueOf(value));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name, value, "expected max or a factor above 0");
        }
    };

    ReplaySpeed {
        if (!(factor > 0)) {
            throw new IllegalArgumentException("factor must be above 0, got " + factor);
        }
    }

    static ReplaySpeed parse(String text) {
        return new ReplaySpeed(text.equals("max") ? Double.POSITIVE_INFINITY : Double.parseDouble(text));
    }

    /// How long after the first reading is sent another is due.
    Duration between(Instant first, Instant other) {
        return Double.isInfinite(factor)
                ? Duration.ZERO
                : Duration.ofNanos((long) (Duration.between(first, other).toMillis() / factor * 1e6));
    }
}
