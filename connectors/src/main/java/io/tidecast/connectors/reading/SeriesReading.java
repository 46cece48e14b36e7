package io.tidecast.connectors.reading;

import io.tidecast.v1.Reading;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One reading of one series, before it is a Kafka record.
///
/// @param key    series id
/// @param time   when it was measured
/// @param value  the measured value; null: missing
public record SeriesReading(String key, Instant time, @Nullable Double value) {
    /// The contract's form of it.
    public Reading toReading() {
        return new Reading(time, value, Map.of(), Map.of(), Map.of());
    }
}
