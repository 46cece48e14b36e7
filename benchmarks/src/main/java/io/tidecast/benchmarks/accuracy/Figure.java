package io.tidecast.benchmarks.accuracy;

import io.tidecast.app.backtest.BacktestReport;
import io.tidecast.app.backtest.Errors;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// A figure of a backtest; NaN where nothing was scored, of one series or field alone even.
///
/// @param name  for a person
/// @param of    reads it from the report
record Figure(String name, ToDoubleFunction<BacktestReport> of) {
    static Figure mse(String model) {
        return new Figure(model + " MSE", report -> error(report.models(), model, Errors::mse));
    }

    static Figure mae(String model) {
        return new Figure(model + " MAE", report -> error(report.models(), model, Errors::mae));
    }

    static Figure mape(String model) {
        return new Figure(model + " MAPE", report -> error(report.models(), model, Errors::mape));
    }

    /// MSE of a model over that of another.
    static Figure ratio(String model, String other) {
        return new Figure("%s MSE / %s".formatted(model, other),
                report -> mse(model).in(report) / mse(other).in(report));
    }

    /// Geometric mean over the series of a model's error over that of the last value.
    static Figure geometricMeanRatio(String name, String model, Function<Errors, @Nullable Double> error) {
        return new Figure("%s %s / persistence, geometric mean".formatted(model, name),
                report -> Math.exp(report
                        .perKey().values().stream()
                        .mapToDouble(
                                key -> Math.log(error(key, model, error) / error(key, "persistence", error)))
                        .average().orElse(Double.NaN)));
    }

    static Figure coverage() {
        return new Figure("coverage", report -> orNaN(report.interval().coverage()));
    }

    static Figure leastCoverage() {
        return new Figure("least coverage of a series", report -> orNaN(report.interval().minKeyCoverage()));
    }

    static Figure mostCoverage() {
        return new Figure("most coverage of a series", report -> orNaN(report.interval().maxKeyCoverage()));
    }

    static Figure rollingCoverage() {
        return new Figure("coverage of 500 in a row, 1st percentile",
                report -> orNaN(report.interval().rolling500p1()));
    }

    static Figure intervalScore() {
        return new Figure("interval score", report -> orNaN(report.interval().score()));
    }

    double in(BacktestReport report) {
        boolean whole = report.perKey().values().stream()
                .noneMatch(key -> Double.isNaN(error(key, "combined", Errors::mse)));
        return whole ? of.applyAsDouble(report) : Double.NaN;
    }

    private static double error(Map<String, Errors> models, String model,
            Function<Errors, @Nullable Double> error) {
        Errors errors = models.get(model);
        return errors == null ? Double.NaN : orNaN(error.apply(errors));
    }

    private static double orNaN(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }
}
