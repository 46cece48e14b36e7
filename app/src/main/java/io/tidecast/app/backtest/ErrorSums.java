package io.tidecast.app.backtest;

import org.jspecify.annotations.Nullable;

/// The errors of one model, summed up.
final class ErrorSums {
    /// Means over what was scored; null where nothing was.
    ///
    /// @param mse    mean squared error, standardised if that was asked for
    /// @param mae    mean absolute error, standardised if that was asked for
    /// @param rmse   root of `mse`
    /// @param smape  mean of `2 |p - y| / (|p| + |y|)`, from 0 to 2, in the series' own unit
    /// @param mase   mean of `|p - y|` over the mean step of the series before the scored rows (Hyndman & Koehler 2006)
    record Errors(@Nullable Double mse, @Nullable Double mae, @Nullable Double rmse, @Nullable Double smape,
            @Nullable Double mase) {}

    private long count;
    private double squared;
    private double absolute;
    private double symmetric;
    private long inSteps;
    private double steps;

    /// @param unit      what errors are measured in
    /// @param meanStep  mean absolute step of the series; 0 or NaN: unknown, the error does not count for MASE
    void add(double actual, double predicted, Standardisation unit, double meanStep) {
        double difference = predicted - actual;
        double error = unit.of(difference);
        count++;
        squared += error * error;
        absolute += Math.abs(error);
        symmetric += difference == 0
                ? 0
                : 2 * Math.abs(difference) / (Math.abs(actual) + Math.abs(predicted));
        if (meanStep > 0) {
            inSteps++;
            steps += Math.abs(difference) / meanStep;
        }
    }

    void add(ErrorSums other) {
        count += other.count;
        squared += other.squared;
        absolute += other.absolute;
        symmetric += other.symmetric;
        inSteps += other.inSteps;
        steps += other.steps;
    }

    Errors errors() {
        return new Errors(finite(squared / count), finite(absolute / count),
                finite(Math.sqrt(squared / count)),
                finite(symmetric / count), finite(steps / inSteps));
    }

    static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
