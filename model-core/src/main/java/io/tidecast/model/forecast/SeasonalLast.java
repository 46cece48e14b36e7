package io.tidecast.model.forecast;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The seasonal last value: the newest known value at a whole number of seasons before the time to forecast.
///
/// `ŷ_{t+h} = y_{t+h-km}`, `k` the least with `km >= h` for which that value is known (Hyndman & Athanasopoulos 2021, section 5.2).
final class SeasonalLast {
    /// The newest known value of each place in the season; NaN: none yet. `[m]`
    private final double[] values;
    private int next;

    /// @param seasonLength `m`, at least 1
    SeasonalLast(int seasonLength) {
        NetworkSettings.atLeastOne("seasonLength", seasonLength);
        values = new double[seasonLength];
        Arrays.fill(values, Double.NaN);
    }

    /// @param value NaN: missing; what was known of its place in the season stays known
    void add(double value) {
        if (!Double.isNaN(value)) {
            values[next] = value;
        }
        next = (next + 1) % values.length;
    }

    /// The forecast of the value `h` steps ahead; NaN: none is known.
    ///
    /// @param h at least 1
    double forecast(int h) {
        return values[(int) ((next + h - 1L) % values.length)];
    }

    int byteSize() {
        return Integer.BYTES + values.length * Double.BYTES;
    }

    void save(ByteBuffer out) {
        out.putInt(next);
        for (double value : values) {
            out.putDouble(value);
        }
    }

    void load(ByteBuffer in) {
        next = in.getInt();
        for (int i = 0; i < values.length; i++) {
            values[i] = in.getDouble();
        }
    }
}
