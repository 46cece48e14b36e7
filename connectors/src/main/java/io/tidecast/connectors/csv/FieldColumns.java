package io.tidecast.connectors.csv;

import java.util.List;

/// Which columns of a row belong together in one reading, and what they are to the model; the names are those of `fields.*` in the
/// configuration.
///
/// @param vector      whether the value columns of a row are one reading of one series; else each column is a series
/// @param inputs      columns that help to forecast and are known up to the present
/// @param ahead       columns that help to forecast and are known before their time
/// @param attributes  columns that say what the series is
public record FieldColumns(boolean vector, List<String> inputs, List<String> ahead, List<String> attributes) {
    /// Each value column is a series and nothing goes with it.
    public static final FieldColumns NONE = new FieldColumns(false, List.of(), List.of(), List.of());

    public FieldColumns {
        inputs = List.copyOf(inputs);
        ahead = List.copyOf(ahead);
        attributes = List.copyOf(attributes);
    }
}
