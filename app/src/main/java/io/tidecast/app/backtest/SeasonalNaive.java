package io.tidecast.app.backtest;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The forecast "as one season ago". A missing value leaves that of the season before in place; the last value stands in as
/// long as the season has no value.
final class SeasonalNaive {
    private static final long DAY_MILLIS = 86_400_000L;
    private static final int LOOKED_AT = 256;

    private final double[] season;
    private int next;
    private double last = Double.NaN;

    /// @param rows  readings of a season
    SeasonalNaive(int rows) {
        season = new double[rows];
        Arrays.fill(season, Double.NaN);
    }

    /// Readings in a day, or in a week for series that report twice a day or less, by the most frequent difference of the
    /// first times. At most the rows of the series, whose seasons are then never repeated.
    static int rowsOf(Series series) {
        Map<Long, Integer> counts = new HashMap<>();
        for (int row = 1; row < Math.min(series.rows(), LOOKED_AT); row++) {
            long difference = series.time(row) - series.time(row - 1);
            if (difference > 0) {
                counts.merge(difference, 1, Integer::sum);
            }
        }
        long interval = counts.entrySet().stream()
                .max(Map.Entry.<Long, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey).orElse(DAY_MILLIS);
        long length = interval < DAY_MILLIS / 2 ? DAY_MILLIS : 7 * DAY_MILLIS;
        return Math.clamp(Math.round((double) length / interval), 1, Math.max(1, series.rows()));
    }

    /// The last value; NaN: none yet.
    double lastValue() {
        return last;
    }

    /// @param horizon  steps ahead, at least 1
    double forecast(int horizon) {
        double value = season[(next + horizon - 1) % season.length];
        return Double.isNaN(value) ? last : value;
    }

    void add(double value) {
        if (!Double.isNaN(value)) {
            season[next] = value;
            last = value;
        }
        next = (next + 1) % season.length;
    }
}
