package io.tidecast.app.backtest;

import org.jspecify.annotations.Nullable;

/// The unit that a series' errors are measured in. It belongs to the evaluator: the forecaster sees raw values.
///
/// @param deviation  population standard deviation of the fit rows
record Standardisation(double deviation) {
    /// The unit of the series itself.
    static final Standardisation NONE = new Standardisation(1);

    /// `sqrt(Σ (y - mean)² / n)` over the values of the target in the rows that are not missing; 1 where they are all the same; null where there are none.
    static @Nullable Standardisation fit(Series series, int target, RowRange rows) {
        int first = rows.first(series.rows());
        int end = rows.end(series.rows());
        double mean = 0;
        double squares = 0;
        long n = 0;
        // Welford 1962.
        for (int row = first; row < end; row++) {
            double value = series.value(row, target);
            if (!Double.isNaN(value)) {
                n++;
                double fromOldMean = value - mean;
                mean += fromOldMean / n;
                squares += fromOldMean * (value - mean);
            }
        }
        if (n == 0) {
            return null;
        }
        double deviation = Math.sqrt(squares / n);
        return deviation > 0 ? new Standardisation(deviation) : NONE;
    }

    /// Errors do not depend on the mean: `(p - μ)/σ - (y - μ)/σ = (p - y)/σ`.
    double of(double difference) {
        return difference / deviation;
    }
}
