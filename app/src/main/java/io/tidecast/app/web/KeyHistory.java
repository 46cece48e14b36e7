package io.tidecast.app.web;

import java.util.Arrays;
import java.util.List;

/// The newest readings of a series and the forecasts that were made for them, in a ring of numbers: of each reading the time, then the
/// other numbers of each field.
final class KeyHistory {
    static final int SMALLEST = 16;

    private static final int TIME = 0;
    private static final int ACTUAL = 1;
    private static final int FORECAST = 2;
    private static final int LOWER = 3;
    private static final int UPPER = 4;
    private static final int MAE = 5;
    private static final int LAST_VALUE_MAE = 6;
    private static final int COVERAGE = 7;
    private static final int ANOMALY = 8;
    /// Numbers of each field.
    private static final int WIDTH = 8;

    private final List<String> fields;
    private final int width;
    private double[] ring;
    private int first;
    private int count;

    /// One field of a reading.
    ///
    /// @param field        its name
    /// @param time         milliseconds since 1970-01-01T00:00:00Z
    /// @param actual       NaN: missing
    /// @param forecast     what had been forecast for that time; NaN: nothing
    /// @param lower        lower end of its interval; NaN: none
    /// @param upper        upper end of its interval; NaN: none
    /// @param mae          recent mean absolute error; NaN: unknown
    /// @param lastValueMae that of the last value; NaN: unknown
    /// @param coverage     recent share of truths in their intervals; NaN: unknown
    /// @param anomaly      whether it is flagged
    record Point(String field, long time, double actual, double forecast, double lower, double upper,
            double mae, double lastValueMae, double coverage, boolean anomaly) {}

    /// @param fields that a reading may have
    KeyHistory(List<String> fields) {
        this.fields = fields;
        width = 1 + fields.size() * WIDTH;
        ring = new double[SMALLEST * width];
    }

    /// What a reading of so many fields takes.
    static long bytesPerReading(int fields) {
        return (1 + (long) fields * WIDTH) * Double.BYTES;
    }

    /// Appends the newest reading; the oldest one goes when there is no more room.
    ///
    /// @param reading those of its fields that there are
    /// @param most    readings that it may hold
    void add(List<Point> reading, int most) {
        if (count == capacity() && capacity() < most) {
            resize(Math.min(most, 2 * capacity()));
        }
        if (count == capacity()) {
            first = (first + 1) % capacity();
            count--;
        }
        int at = at(count++);
        Arrays.fill(ring, at, at + width, Double.NaN);
        ring[at + TIME] = reading.getFirst().time;
        for (Point point : reading) {
            double[] values = {point.actual, point.forecast, point.lower, point.upper, point.mae,
                    point.lastValueMae, point.coverage, point.anomaly ? 1 : 0};
            System.arraycopy(values, 0, ring, at + offset(point.field) + ACTUAL, WIDTH);
        }
    }

    /// Gives up the oldest readings beyond so many.
    void trim(int most) {
        if (capacity() > most) {
            resize(most);
        }
    }

    /// Readings that there is room for.
    int capacity() {
        return ring.length / width;
    }

    int size() {
        return count;
    }

    /// @param i 0: the oldest
    Point get(int i, String field) {
        int at = at(i) + offset(field);
        return new Point(field, (long) ring[at(i) + TIME], ring[at + ACTUAL], ring[at + FORECAST],
                ring[at + LOWER], ring[at + UPPER], ring[at + MAE], ring[at + LAST_VALUE_MAE],
                ring[at + COVERAGE], ring[at + ANOMALY] == 1);
    }

    /// The newest actual values of a field, the oldest first; NaN: missing.
    double[] actuals(String field, int most) {
        double[] actuals = new double[Math.min(most, count)];
        Arrays.setAll(actuals, i -> ring[at(count - actuals.length + i) + offset(field) + ACTUAL]);
        return actuals;
    }

    /// Where the numbers of a field stand in those of a reading, less [#ACTUAL].
    private int offset(String field) {
        return fields.indexOf(field) * WIDTH;
    }

    private int at(int i) {
        return (first + i) % capacity() * width;
    }

    private void resize(int readings) {
        int kept = Math.min(count, readings);
        double[] to = new double[readings * width];
        for (int i = 0; i < kept; i++) {
            System.arraycopy(ring, at(count - kept + i), to, i * width, width);
        }
        ring = to;
        first = 0;
        count = kept;
    }
}
