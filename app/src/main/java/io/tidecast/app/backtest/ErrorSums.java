package io.tidecast.app.backtest;

import org.jspecify.annotations.Nullable;

/// The errors of one model, summed up.
final class ErrorSums {
    private long count;
    private double squared;
    private double absolute;
    private double symmetric;
    private double differences;
    private double actuals;
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
        differences += Math.abs(difference);
        actuals += Math.abs(actual);
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
        differences += other.differences;
        actuals += other.actuals;
        inSteps += other.inSteps;
        steps += other.steps;
    }

    Errors errors() {
        return new Errors(finite(squared / count), finite(absolute / count),
                finite(Math.sqrt(squared / count)),
                finite(symmetric / count), finite(steps / inSteps), finite(differences / actuals));
    }

    static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
