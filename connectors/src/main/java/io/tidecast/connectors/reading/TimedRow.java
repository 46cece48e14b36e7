package io.tidecast.connectors.reading;

import java.time.Instant;
import java.util.List;

/// The readings of one row of a file: one time, one reading for each value.
///
/// @param line  the line that the row ends on, counted from 1
public record TimedRow(Instant time, long line, List<SeriesReading> readings) {
    public TimedRow {
        readings = List.copyOf(readings);
    }
}
