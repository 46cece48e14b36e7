package io.tidecast.connectors.csv;

import io.tidecast.connectors.reading.InputException;
import io.tidecast.connectors.reading.InputException.Fault;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A CSV file of numbers under a header, all of them.
public final class NumberTable {
    private final int columns;
    private final float[] values;

    private NumberTable(int columns, float[] values) {
        this.columns = columns;
        this.values = values;
    }

    /// The number of columns.
    public int columns() {
        return columns;
    }

    /// The number of rows.
    public int rows() {
        return values.length / columns;
    }

    /// `[rows][columns]`; the array itself, read-only.
    public float[] values() {
        return values;
    }

    /// Reads the columns of these names, or all of them if there are none.
    public static NumberTable read(Path file, List<String> names) {
        try (CsvRows csv = CsvRows.open(file)) {
            CsvRows.Row header = csv.next();
            if (header == null) {
                throw new InputException(Fault.FILE,
                        "cannot read %s: it is empty, not even a header".formatted(file));
            }
            int[] positions = positions(file, header.cells(), names);
            float[] values = new float[1024];
            int count = 0;
            for (CsvRows.Row row = csv.next(); row != null; row = csv.next()) {
                for (int position : positions) {
                    values = count == values.length ? Arrays.copyOf(values, 2 * count) : values;
                    values[count++] = number(file, row, position);
                }
            }
            return new NumberTable(positions.length, Arrays.copyOf(values, count));
        }
    }

    private static int[] positions(Path file, List<String> header, List<String> names) {
        if (names.isEmpty()) {
            return IntStream.range(0, header.size()).toArray();
        }
        for (String name : names) {
            if (!header.contains(name)) {
                throw new InputException(Fault.OPTIONS, "%s has no column '%s' (columns: %s)"
                        .formatted(file, name, String.join(", ", header)));
            }
        }
        return names.stream().mapToInt(header::indexOf).toArray();
    }

    private static float number(Path file, CsvRows.Row row, int position) {
        String cell = position < row.cells().size() ? row.cells().get(position) : "";
        if (!ValueCell.isNumber(cell)) {
            throw new InputException(Fault.FILE, "%s:%d: expected a finite number in column %d, got '%s'"
                    .formatted(file, row.line(), position + 1, cell));
        }
        return Float.parseFloat(cell);
    }
}
