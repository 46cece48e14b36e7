package io.tidecast.model.forecast;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The values of the last steps of a regular series, as far back as its longest season.
final class History {
    private final int mostValues;
    private double[] values = new double[0];
    private int newest;

    History(int mostValues) {
        this.mostValues = mostValues;
    }

    /// Starts anew where the number of values to keep has changed.
    ///
    /// @param steps the longest season; one of more values than there is room for is not kept
    void follow(int steps) {
        int count = steps > 0 && steps < mostValues ? steps + 1 : 0;
        if (count != values.length) {
            values = new double[count];
            Arrays.fill(values, Double.NaN);
            newest = 0;
        }
    }

    /// @param value NaN: missing
    /// @param steps since the value before, at least 1; those skipped are missing
    void add(double value, long steps) {
        if (values.length == 0) {
            return;
        }
        for (long skipped = Math.min(steps, values.length); skipped > 1; skipped--) {
            push(Double.NaN);
        }
        push(value);
    }

    private void push(double value) {
        newest = newest + 1 == values.length ? 0 : newest + 1;
        values[newest] = value;
    }

    /// The value so many steps before the newest; NaN: unknown.
    double back(int steps) {
        if (steps < 0 || steps >= values.length) {
            return Double.NaN;
        }
        int at = newest - steps;
        return values[at < 0 ? at + values.length : at];
    }

    /// Bytes that [#save] writes now.
    int byteSize() {
        return 2 * Integer.BYTES + values.length * Double.BYTES;
    }

    void save(ByteBuffer out) {
        out.putInt(values.length).putInt(newest);
        for (double value : values) {
            out.putDouble(value);
        }
    }

    void load(ByteBuffer in) {
        int count = in.getInt();
        newest = in.getInt();
        if (count < 0 || count > mostValues || newest < 0 || newest >= Math.max(1, count)) {
            throw new IllegalArgumentException(
                    "a saved history must have at most %d values and its newest among them, got %d and %d"
                            .formatted(mostValues, count, newest));
        }
        values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.getDouble();
        }
    }
}
