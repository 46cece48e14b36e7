package io.tidecast.model.forecast;

/// One reading of a series.
///
/// @param time  when it was measured, milliseconds since 1970-01-01T00:00:00Z
/// @param value the measured value; NaN: missing
public record Reading(long time, double value) {
    /// Whether the sensor gave no value.
    public boolean isMissing() {
        return Double.isNaN(value);
    }
}
