package io.tidecast.app.backtest;

import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Reading;
import org.jspecify.annotations.Nullable;

/// What the evaluator asks: one reading in, the forecast of the next one out.
@FunctionalInterface
interface OnlineForecaster {
    /// Learns from the reading and forecasts the next one.
    ///
    /// @return null: no forecast yet
    /// @throws ArithmeticException if the reading broke the model, which is then as before it
    @Nullable
    Forecast step(Reading reading);
}
