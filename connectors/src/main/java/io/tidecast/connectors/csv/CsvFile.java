package io.tidecast.connectors.csv;

import io.tidecast.connectors.reading.BadRows;
import io.tidecast.connectors.reading.InputException;
import io.tidecast.connectors.reading.InputException.Fault;
import io.tidecast.connectors.reading.RowSource;
import io.tidecast.connectors.reading.SeriesReading;
import io.tidecast.connectors.reading.TimedRow;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One CSV file as rows of readings, in file order. A row that cannot be read is reported and left out; a value that cannot be read is reported and
/// left out, the others of its row stay.
final class CsvFile implements RowSource {
    /// So many rows are looked at to tell numbers from text.
    private static final int FIRST_ROWS = 1000;

    private final Path file;
    private final CsvRows rows;
    private final CsvColumns columns;
    private final TimeCells times;
    private final String keyPrefix;
    private final boolean vector;
    private final BadRows badRows;

    private CsvFile(Path file, CsvRows rows, CsvColumns columns, TimeCells times, String keyPrefix,
            boolean vector, BadRows badRows) {
        this.file = file;
        this.vector = vector;
        this.rows = rows;
        this.columns = columns;
        this.times = times;
        this.keyPrefix = keyPrefix;
        this.badRows = badRows;
    }

    /// @param keyPrefix  begins the key of every series of this file; empty: nothing does
    static CsvFile open(Path file, CsvInput input, String keyPrefix, BadRows badRows) {
        CsvRows rows = CsvRows.open(file);
        try {
            CsvRows.Row header = rows.next();
            if (header == null) {
                throw new InputException(Fault.FILE,
                        "cannot read %s: it is empty, not even a header".formatted(file));
            }
            var columns = CsvColumns.choose(file, header.cells(), rows.peek(FIRST_ROWS), input);
            return new CsvFile(file, rows, columns, new TimeCells(input.zone()), keyPrefix,
                    input.fields().vector(), badRows);
        } catch (RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    @Override
    public @Nullable TimedRow next() {
        for (CsvRows.Row row = rows.next(); row != null; row = rows.next()) {
            TimedRow timed = timed(row);
            if (timed != null) {
                return timed;
            }
        }
        return null;
    }

    private @Nullable TimedRow timed(CsvRows.Row row) {
        int expected = columns.header().size();
        if (row.cells().size() != expected) {
            badRows.report(file, row.line(),
                    "expected %d cells as in the header, got %d".formatted(expected, row.cells().size()));
            return null;
        }
        try {
            Instant time = times.parse(cells(row, columns.time()));
            return new TimedRow(time, row.line(), readings(row, time));
        } catch (DateTimeException e) {
            badRows.report(file, row.line(), String.valueOf(e.getMessage()));
            return null;
        }
    }

    private List<SeriesReading> readings(CsvRows.Row row, Instant time) {
        List<String> cells = cells(row, columns.key());
        String key = cells.isEmpty() ? keyPrefix : String.join("/", cells);
        Map<String, @Nullable Double> beside = values(row, columns.beside());
        Map<String, String> attributes = new LinkedHashMap<>();
        columns.attributes().forEach(column -> attributes.put(columns.header().get(column),
                row.cells().get(column)));
        if (vector) {
            Map<String, @Nullable Double> fields = values(row, columns.values());
            fields.putAll(beside);
            return List.of(
                    new SeriesReading(key.isEmpty() ? baseName(file) : key, time, null, fields, attributes));
        }
        String prefix = key.isEmpty() ? "" : key + "/";
        var readings = new ArrayList<SeriesReading>(columns.values().size());
        for (int column : columns.values()) {
            String name = columns.header().get(column);
            try {
                Double value = ValueCell.parse(row.cells().get(column));
                readings.add(new SeriesReading(prefix + name, time, value, beside, attributes));
            } catch (NumberFormatException e) {
                badRows.report(file, row.line(), name + ": " + e.getMessage());
            }
        }
        return readings;
    }

    /// By name; what cannot be read is missing.
    private Map<String, @Nullable Double> values(CsvRows.Row row, List<Integer> positions) {
        Map<String, @Nullable Double> values = new LinkedHashMap<>();
        for (int column : positions) {
            String name = columns.header().get(column);
            try {
                values.put(name, ValueCell.parse(row.cells().get(column)));
            } catch (NumberFormatException e) {
                badRows.report(file, row.line(), name + ": " + e.getMessage());
                values.put(name, null);
            }
        }
        return values;
    }

    /// The name of the file without the endings `.csv` and `.gz`.
    static String baseName(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("(\\.csv)?(\\.gz)?$", "");
    }

    private static List<String> cells(CsvRows.Row row, List<Integer> positions) {
        return positions.stream().map(row.cells()::get).toList();
    }

    @Override
    public void close() {
        rows.close();
    }
}
