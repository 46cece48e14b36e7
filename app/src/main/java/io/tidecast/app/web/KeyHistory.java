package io.tidecast.app.web;

import java.util.Arrays;

/// The newest readings of a series and the forecasts that were made for them, in a ring of numbers.
final class KeyHistory {
    /// What one reading takes: the numbers below.
    static final int BYTES_PER_POINT = 9 * Double.BYTES;
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
    private static final int WIDTH = 9;

    private double[] ring = new double[SMALLEST * WIDTH];
    private int first;
    private int count;

    /// One reading.
    ///
    /// @param time         milliseconds since 1970-01-01T00:00:00Z
    /// @param actual       NaN: missing
    /// @param forecast     what had been forecast for that time; NaN: nothing
    /// @param lower        lower end of its interval; NaN: none
    /// @param upper        upper end of its interval; NaN: none
    /// @param mae          recent mean absolute error; NaN: unknown
    /// @param lastValueMae that of the last value; NaN: unknown
    /// @param coverage     recent share of truths in their intervals; NaN: unknown
    /// @param anomaly      whether it is flagged
    record Point(long time, double actual, double forecast, double lower, double upper, double mae,
            double lastValueMae, double coverage, boolean anomaly) {}

    /// Appends the newest reading; the oldest one goes when there is no more room.
    ///
    /// @param most points that it may hold
    void add(Point point, int most) {
        if (count == capacity() && capacity() < most) {
            resize(Math.min(most, 2 * capacity()));
        }
        if (count == capacity()) {
            first = (first + 1) % capacity();
            count--;
        }
        double[] values = {point.time, point.actual, point.forecast, point.lower, point.upper, point.mae,
                point.lastValueMae, point.coverage, point.anomaly ? 1 : 0};
        System.arraycopy(values, 0, ring, at(count), WIDTH);
        count++;
    }

    /// Gives up the oldest readings beyond so many.
    void trim(int most) {
        if (capacity() > most) {
            resize(most);
        }
    }

    /// Points that there is room for.
    int capacity() {
        return ring.length / WIDTH;
    }

    int size() {
        return count;
    }

    /// @param i 0: the oldest
    Point get(int i) {
        int at = at(i);
        return new Point((long) ring[at + TIME], ring[at + ACTUAL], ring[at + FORECAST], ring[at + LOWER],
                ring[at + UPPER], ring[at + MAE], ring[at + LAST_VALUE_MAE], ring[at + COVERAGE],
                ring[at + ANOMALY] != 0);
    }

    /// The newest actual values, the oldest first; NaN: missing.
    double[] actuals(int most) {
        double[] actuals = new double[Math.min(most, count)];
        Arrays.setAll(actuals, i -> ring[at(count - actuals.length + i) + ACTUAL]);
        return actuals;
    }

    private int at(int i) {
        return (first + i) % capacity() * WIDTH;
    }

    private void resize(int points) {
        int kept = Math.min(count, points);
        double[] to = new double[points * WIDTH];
        for (int i = 0; i < kept; i++) {
            System.arraycopy(ring, at(count - kept + i), to, i * WIDTH, WIDTH);
        }
        ring = to;
        first = 0;
        count = kept;
    }
}
