package io.tidecast.app.command;

import io.tidecast.connectors.csv.CsvInput;
import io.tidecast.connectors.csv.FieldColumns;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// The input files of every command that takes some.
final class InputOptions {
    @Option(names = {"-i", "--input"}, arity = "1..*", paramLabel = "FILE", description = {
            "CSV files with a header, plain or gzip. Several are merged by time."})
    private List<Path> files = new ArrayList<>();

    @Option(names = "--time", split = ",", paramLabel = "COL", description = {
            "The column of the time: ISO-8601, 'yyyy-MM-dd HH:mm:ss', 'yyyy-MM-dd', epoch seconds or milliseconds;"
                    + " or the columns year,month,day,hour[,minute[,second]]."
                    + " Default: the column called time, timestamp, date or datetime."})
    private List<String> time = new ArrayList<>();

    @Option(names = "--key", split = ",", paramLabel = "COL", description = {
            "Columns that name the series in files that hold several below each other. The series id is KEY/COLUMN,"
                    + " without a key column COLUMN (several files: FILE/COLUMN)."})
    private List<String> key = new ArrayList<>();

    @Option(names = "--values", split = ",", paramLabel = "COL", description = {
            "Columns of measured values; each is a series. Default: every numeric column."
                    + " Empty, NA, NaN and null are missing."})
    private List<String> values = new ArrayList<>();

    @Option(names = "--zone", defaultValue = "UTC", paramLabel = "ZONE", description = {
            "Zone of times without an offset, such as Europe/Berlin (default: ${DEFAULT-VALUE})."})
    private ZoneId zone = java.time.ZoneOffset.UTC;

    boolean given() {
        return !files.isEmpty();
    }

    CsvInput toCsvInput() {
        return toCsvInput(FieldColumns.NONE, List.of());
    }

    /// @param fields   what belongs to a reading beside its value
    /// @param targets  the value columns unless others are given
    CsvInput toCsvInput(FieldColumns fields, List<String> targets) {
        return new CsvInput(files, time, key, values.isEmpty() ? targets : values, fields, zone, "--");
    }
}
