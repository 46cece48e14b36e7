package io.tidecast.connectors.reading;

import io.tidecast.v1.Reading;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One reading of one series, before it is a Kafka record.
///
/// @param key         series id
/// @param time        when it was measured
/// @param value       the measured value of a series of one sensor; null: missing, or there are several fields
/// @param fields      the fields beside it, by name and in the order of the input; null: missing
/// @param attributes  what the series is, by name
public record SeriesReading(String key, Instant time, @Nullable Double value,
        Map<String, @Nullable Double> fields, Map<String, String> attributes) {
    public SeriesReading {
        fields = fields.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        attributes = Map.copyOf(attributes);
    }

    /// Of one sensor and nothing else.
    public SeriesReading(String key, Instant time, @Nullable Double value) {
        this(key, time, value, Map.of(), Map.of());
    }

    /// The contract's form of it.
    public Reading toReading() {
        return new Reading(time, value, fields, Map.of(), attributes);
    }
}
