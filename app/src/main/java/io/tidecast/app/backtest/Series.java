package io.tidecast.app.backtest;

import io.tidecast.connectors.reading.ReadingSource;
import io.tidecast.connectors.reading.SeriesReading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// All rows of one series in the order of the input: what the evaluator knows and the forecaster does not yet.
public final class Series {
    private final String key;
    private long[] times = new long[1024];
    private double[] values = new double[1024];
    private int rows;

    public Series(String key) {
        this.key = key;
    }

    /// Reads all series of a source, in the order in which they first appear.
    public static List<Series> readAll(ReadingSource source) {
        Map<String, Series> series = new LinkedHashMap<>();
        while (source.hasNext()) {
            SeriesReading reading = source.next();
            Double value = reading.value();
            series.computeIfAbsent(reading.key(), Series::new).add(reading.time().toEpochMilli(),
                    value == null ? Double.NaN : value);
        }
        return new ArrayList<>(series.values());
    }

    /// Appends a row.
    ///
    /// @param time   milliseconds since 1970-01-01T00:00:00Z
    /// @param value  NaN: missing
    public void add(long time, double value) {
        if (rows == times.length) {
            times = Arrays.copyOf(times, 2 * rows);
            values = Arrays.copyOf(values, 2 * rows);
        }
        times[rows] = time;
        values[rows++] = value;
    }

    public String key() {
        return key;
    }

    public int rows() {
        return rows;
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    public long time(int row) {
        return times[row];
    }

    /// NaN: missing.
    public double value(int row) {
        return values[row];
    }
}
