package io.tidecast.app.tune;

import io.tidecast.app.backtest.BacktestReport;
import io.tidecast.app.backtest.Errors;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a search makes small: of the combined forecast, over all series, each in its own standard deviations.
public enum Metric {
    /// Mean squared error.
    MSE,
    /// Mean absolute error.
    MAE,
    /// Mean interval score of the first level.
    INTERVAL_SCORE;

    /// As it stands on the command line.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Infinite where nothing was scored.
    double of(BacktestReport report) {
        Errors errors = report.models().get("combined");
        Double value = switch (this) {
            case MSE -> errors == null ? null : errors.mse();
            case MAE -> errors == null ? null : errors.mae();
            case INTERVAL_SCORE -> report.interval().score();
        };
        return orInfinite(value);
    }

    private static double orInfinite(@Nullable Double value) {
        return value == null ? Double.POSITIVE_INFINITY : value;
    }
}
