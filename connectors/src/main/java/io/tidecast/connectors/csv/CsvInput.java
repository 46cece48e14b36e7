package io.tidecast.connectors.csv;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;

/// What to read of which CSV files; an empty list of columns leaves the choice to the file's header and first rows.
///
/// @param files   CSV files, plain or gzip
/// @param time    one timestamp column, or year, month, day, hour [, minute [, second]]
/// @param key     columns whose cells name the series, joined by `/`
/// @param values  columns that are series, or the targets of vector readings
/// @param fields  what else belongs to a reading
/// @param zone    zone of times that carry no offset
/// @param optionPrefix  begins the names of these options where the user gives them, such as `--`
public record CsvInput(List<Path> files, List<String> time, List<String> key, List<String> values,
        FieldColumns fields, ZoneId zone, String optionPrefix) {
    public CsvInput {
        files = List.copyOf(files);
        time = List.copyOf(time);
        key = List.copyOf(key);
        values = List.copyOf(values);
    }

    /// Series of single values.
    public CsvInput(List<Path> files, List<String> time, List<String> key, List<String> values, ZoneId zone,
            String optionPrefix) {
        this(files, time, key, values, FieldColumns.NONE, zone, optionPrefix);
    }

    /// The same columns of other files.
    public CsvInput withFiles(List<Path> others) {
        return new CsvInput(others, time, key, values, fields, zone, optionPrefix);
    }

    /// An option's name as the user knows it.
    String option(String name) {
        return optionPrefix + name;
    }
}
