package io.tidecast.app.backtest;

import org.jspecify.annotations.Nullable;

/// Means over what was scored; null where nothing was.
///
/// @param mse    mean squared error, standardised if that was asked for
/// @param mae    mean absolute error, standardised if that was asked for
/// @param rmse   root of `mse`
/// @param smape  mean of `2 |p - y| / (|p| + |y|)`, from 0 to 2, in the series' own unit
/// @param mase   mean of `|p - y|` over the mean step of the series before the scored rows (Hyndman & Koehler 2006)
/// @param mape   `Σ |p - y| / Σ |y|`, in the series' own unit
public record Errors(@Nullable Double mse, @Nullable Double mae, @Nullable Double rmse,
        @Nullable Double smape,
        @Nullable Double mase, @Nullable Double mape) {
    /// Of nothing.
    static final Errors NONE = new Errors(null, null, null, null, null, null);
}
