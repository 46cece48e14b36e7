package io.tidecast.app.backtest;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.connectors.csv.FieldColumns;
import io.tidecast.connectors.reading.ReadingSource;
import io.tidecast.connectors.reading.SeriesReading;
import io.tidecast.model.forecast.Reading;
import io.tidecast.model.forecast.SeriesFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All rows of one series in the order of the input: what the evaluator knows and the forecaster does not yet.
public final class Series {
    private static final int FIRST_CAPACITY = 1024;

    private final String key;
    private final SeriesFields fields;
    private long[] times = new long[FIRST_CAPACITY];
    /// Targets, inputs and inputs known ahead, `[fields][rows]`.
    private final double[][] columns;
    /// `[attributes][rows]`.
    private final int[][] attributes;
    private int rows;

    /// Of one sensor.
    public Series(String key) {
        this(key, SeriesFields.SCALAR);
    }

    public Series(String key, SeriesFields fields) {
        this.key = key;
        this.fields = fields;
        columns = new double[fields.targets().size() + fields.inputs().size()
                + fields.ahead().size()][FIRST_CAPACITY];
        attributes = new int[fields.attributes().size()][FIRST_CAPACITY];
    }

    /// Reads all series of a source of single values, in the order in which they first appear.
    public static List<Series> readAll(ReadingSource source) {
        return readAll(source, FieldColumns.NONE);
    }

    /// Reads all series of a source, in the order in which they first appear. All of them have the same fields.
    ///
    /// @throws CommandFailure if vector readings have different fields
    public static List<Series> readAll(ReadingSource source, FieldColumns columns) {
        Map<String, Series> series = new LinkedHashMap<>();
        SeriesFields fields = null;
        while (source.hasNext()) {
            SeriesReading reading = source.next();
            fields = fields == null ? fieldsOf(reading, columns) : fields;
            SeriesFields same = fields;
            series.computeIfAbsent(reading.key(), key -> new Series(key, same)).add(reading,
                    columns.vector());
        }
        return new ArrayList<>(series.values());
    }

    private static SeriesFields fieldsOf(SeriesReading reading, FieldColumns columns) {
        List<String> targets = SeriesFields.SCALAR.targets();
        if (columns.vector()) {
            targets = reading.fields().keySet().stream()
                    .filter(name -> !columns.inputs().contains(name) && !columns.ahead().contains(name))
                    .toList();
        }
        return new SeriesFields(targets, columns.inputs(), columns.ahead(), columns.attributes());
    }

    private void add(SeriesReading reading, boolean vector) {
        Map<String, @Nullable Double> values = new LinkedHashMap<>(reading.fields());
        if (!vector) {
            values.put(fields.targets().getFirst(), reading.value());
        }
        double[] row = new double[columns.length];
        int column = 0;
        for (List<String> names : List.of(fields.targets(), fields.inputs(), fields.ahead())) {
            for (String name : names) {
                if (!values.containsKey(name)) {
                    throw new CommandFailure(ExitCode.INPUT,
                            "every series must have the columns %s, got %s in %s".formatted(fields.targets(),
                                    values.keySet(), key));
                }
                Double value = values.get(name);
                row[column++] = value == null ? Double.NaN : value;
            }
        }
        add(reading.time().toEpochMilli(), row, fields.attributes().stream()
                .mapToInt(name -> Reading.code(reading.attributes().getOrDefault(name, ""))).toArray());
    }

    /// Appends a row.
    ///
    /// @param time   milliseconds since 1970-01-01T00:00:00Z
    /// @param values of the targets, the inputs and the inputs known ahead; NaN: missing
    /// @param codes  of the attributes
    public void add(long time, double[] values, int[] codes) {
        if (values.length != columns.length || codes.length != attributes.length) {
            throw new IllegalArgumentException("a row must have %d values and %d attributes, got %d and %d"
                    .formatted(columns.length, attributes.length, values.length, codes.length));
        }
        if (rows == times.length) {
            times = Arrays.copyOf(times, 2 * rows);
            Arrays.setAll(columns, i -> Arrays.copyOf(columns[i], 2 * rows));
            Arrays.setAll(attributes, i -> Arrays.copyOf(attributes[i], 2 * rows));
        }
        times[rows] = time;
        for (int i = 0; i < values.length; i++) {
            columns[i][rows] = values[i];
        }
        for (int i = 0; i < codes.length; i++) {
            attributes[i][rows] = codes[i];
        }
        rows++;
    }

    /// Appends a row of one sensor.
    ///
    /// @param time   milliseconds since 1970-01-01T00:00:00Z
    /// @param value  NaN: missing
    public void add(long time, double value) {
        add(time, new double[]{value}, new int[0]);
    }

    /// The first rows of the series, as a series of its own.
    public Series head(int count) {
        var head = new Series(key, fields);
        for (int row = 0; row < Math.min(count, rows); row++) {
            int at = row;
            head.add(times[row], Arrays.stream(columns).mapToDouble(column -> column[at]).toArray(),
                    codes(row));
        }
        return head;
    }

    public String key() {
        return key;
    }

    public SeriesFields fields() {
        return fields;
    }

    /// The key of a target: that of the series, and the name of the target where the series has several.
    String key(int target) {
        return fields.targets().size() == 1 ? key : key + "/" + fields.targets().get(target);
    }

    public int rows() {
        return rows;
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    public long time(int row) {
        return times[row];
    }

    /// The value of the first target; NaN: missing.
    public double value(int row) {
        return columns[0][row];
    }

    /// The value of a target; NaN: missing.
    double value(int row, int target) {
        return columns[target][row];
    }

    /// What a forecaster is told of a row.
    ///
    /// @param steps  of the inputs known ahead, the values of so many rows after it go with it
    public Reading reading(int row, int steps) {
        double[] values = new double[fields.targets().size()];
        Arrays.setAll(values, i -> columns[i][row]);
        double[] inputs = new double[fields.inputs().size()];
        Arrays.setAll(inputs, i -> columns[values.length + i][row]);
        double[][] ahead = new double[fields.ahead().size()][];
        int end = Math.min(row + 1 + steps, rows);
        Arrays.setAll(ahead,
                i -> Arrays.copyOfRange(columns[values.length + inputs.length + i], row + 1, end));
        return new Reading(times[row], values, inputs, ahead, codes(row));
    }

    private int[] codes(int row) {
        return Arrays.stream(attributes).mapToInt(codes -> codes[row]).toArray();
    }
}
