package io.tidecast.topology;

import java.util.List;

/// What might be: other last readings, and what is supposed of the steps to come. NaN stands for what is not supposed.
///
/// @param steps    to forecast, at least 1
/// @param replaced values of the last readings, the oldest first, `[n][targets]`; NaN: as they were
/// @param appended values of the next readings, `[m][targets]`; NaN: as forecast
/// @param inputs   values of the past inputs at the steps to come, `[inputs][steps]`, or shorter; NaN: unknown
/// @param ahead    values of the inputs known ahead at the steps to come, `[ahead][steps]`, or shorter; empty: not supposed. A network with
///                 frozen weights can take them only when there has been a reading since the series' last snapshot
@SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
public record Scenario(int steps, List<double[]> replaced, List<double[]> appended, double[][] inputs,
        double[][] ahead) {
    /// Nothing is supposed.
    static Scenario none(int steps) {
        return new Scenario(steps, List.of(), List.of(), new double[0][], new double[0][]);
    }

    public Scenario {
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1, got " + steps);
        }
        if (appended.size() > steps) {
            throw new IllegalArgumentException("at most %d readings (steps) can be appended, got %d"
                    .formatted(steps, appended.size()));
        }
    }

    /// Whether it supposes something about inputs known ahead.
    boolean hasAhead() {
        for (double[] values : ahead) {
            if (values.length > 0) {
                return true;
            }
        }
        return false;
    }
}
