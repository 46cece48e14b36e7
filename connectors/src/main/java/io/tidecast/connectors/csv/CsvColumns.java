package io.tidecast.connectors.csv;

import io.tidecast.connectors.reading.InputException;
import io.tidecast.connectors.reading.InputException.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// Which columns of one file are its time, key and values, by position.
///
/// @param header  the names of all columns
/// @param time    positions of the time columns
/// @param key     positions of the key columns
/// @param values  positions of the value columns
/// @param beside  positions of the columns that are inputs of each reading
/// @param attributes positions of the columns that say what a series is
record CsvColumns(List<String> header, List<Integer> time, List<Integer> key, List<Integer> values,
        List<Integer> beside, List<Integer> attributes) {
    private static final Set<String> TIME_NAMES = Set.of("time", "timestamp", "date", "datetime");
    private static final List<String> TIME_PARTS = List.of("year", "month", "day", "hour");
    /// A column is numeric when this share of its filled cells is: a broken cell must not turn a series into text.
    private static final double NUMERIC_SHARE = 0.9;

    static CsvColumns choose(Path file, List<String> header, List<CsvRows.Row> firstRows, CsvInput input) {
        var names = new ColumnNames(file, header);
        List<Integer> time = input.time().isEmpty()
                ? defaultTime(names, input.option("time"))
                : names.positions(input.option("time"), input.time());
        if (time.size() == 2 || time.size() == 3 || time.size() > 6) {
            throw new InputException(Fault.OPTIONS,
                    "%s takes one timestamp column, or year,month,day,hour[,minute[,second]]; got %s"
                            .formatted(input.option("time"), String.join(",", input.time())));
        }
        List<Integer> key = names.positions(input.option("key"), input.key());
        FieldColumns fields = input.fields();
        var beside = new ArrayList<>(names.positions(input.option("inputs"), fields.inputs()));
        beside.addAll(names.positions(input.option("ahead"), fields.ahead()));
        List<Integer> attributes = names.positions(input.option("attributes"), fields.attributes());
        List<Integer> values = names.positions(input.option("values"), input.values());
        if (values.isEmpty()) {
            var taken = new HashSet<Integer>();
            Stream.of(time, key, beside, attributes).forEach(taken::addAll);
            values = numeric(header, firstRows, taken);
        }
        if (values.isEmpty()) {
            throw new InputException(Fault.FILE, "no numeric column in the first rows of %s (columns: %s)"
                    .formatted(file, String.join(", ", header)));
        }
        return new CsvColumns(header, time, key, values, beside, attributes);
    }

    private static List<Integer> defaultTime(ColumnNames names, String option) {
        List<String> header = names.header();
        for (int i = 0; i < header.size(); i++) {
            if (TIME_NAMES.contains(header.get(i).toLowerCase(Locale.ROOT))) {
                return List.of(i);
            }
        }
        if (header.containsAll(TIME_PARTS)) {
            var parts = new ArrayList<>(TIME_PARTS);
            if (header.contains("minute")) {
                parts.add("minute");
            }
            return names.positions(option, parts);
        }
        throw new InputException(Fault.OPTIONS,
                "no column of %s is called time, timestamp, date or datetime (columns: %s); name it with %s"
                        .formatted(names.file(), String.join(", ", header), option));
    }

    private static List<Integer> numeric(List<String> header, List<CsvRows.Row> rows, Set<Integer> taken) {
        var found = new ArrayList<Integer>();
        for (int i = 0; i < header.size(); i++) {
            if (!taken.contains(i) && isNumeric(rows, i)) {
                found.add(i);
            }
        }
        return found;
    }

    private static boolean isNumeric(List<CsvRows.Row> rows, int column) {
        List<String> filled = rows.stream().map(CsvRows.Row::cells).filter(cells -> cells.size() > column)
                .map(cells -> cells.get(column)).filter(cell -> !ValueCell.isMissing(cell)).toList();
        long numbers = filled.stream().filter(ValueCell::isNumber).count();
        return numbers > 0 && numbers >= NUMERIC_SHARE * filled.size();
    }

    /// The header of a file, asked by name.
    private record ColumnNames(Path file, List<String> header) {
        List<Integer> positions(String option, List<String> wanted) {
            return wanted.stream().map(name -> position(option, name)).toList();
        }

        private int position(String option, String name) {
            int position = header.indexOf(name);
            if (position < 0) {
                throw new InputException(Fault.OPTIONS,
                        "%s: %s has no column '%s' (columns: %s)".formatted(option,
                                file, name, String.join(", ", header)));
            }
            return position;
        }
    }
}
