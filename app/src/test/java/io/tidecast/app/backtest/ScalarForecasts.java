package io.tidecast.app.backtest;

import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecast.ExpertForecast;
import io.tidecast.model.forecast.Forecast.FieldForecast;
import io.tidecast.model.forecast.Forecast.HorizonForecast;
import io.tidecast.model.forecast.Forecast.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// Next-step forecasts of one sensor, for tests.
final class ScalarForecasts {
    private ScalarForecasts() {}

    static Forecast of(long issuedAt, long targetTime, double value, double lower, double upper,
            List<ExpertForecast> experts) {
        var next = new HorizonForecast(1, targetTime, value, List.of(new Interval(0.9, lower, upper)),
                experts,
                null, null);
        return new Forecast(issuedAt,
                List.of(new FieldForecast("value", Forecast.Status.OK, Double.NaN, null, List.of(next))), 0,
                List.of());
    }

    /// For 1, 2, ... steps ahead, without experts.
    static Forecast ofSteps(long issuedAt, long step, double... values) {
        var horizons = new ArrayList<HorizonForecast>();
        for (double value : values) {
            int horizon = horizons.size() + 1;
            horizons.add(new HorizonForecast(horizon, issuedAt + horizon * step, value,
                    List.of(new Interval(0.9, value - 1, value + 1)), List.of(), null, null));
        }
        return new Forecast(issuedAt,
                List.of(new FieldForecast("value", Forecast.Status.OK, Double.NaN, null, horizons)), 0,
                List.of());
    }

    /// The forecast with all its values mapped.
    static Forecast mapped(Forecast f, DoubleUnaryOperator map) {
        return of(f.issuedAt(), f.targetTime(), map.applyAsDouble(f.value()), map.applyAsDouble(f.lower()),
                map.applyAsDouble(f.upper()),
                f.experts().stream()
                        .map(expert -> new ExpertForecast(expert.expert(),
                                map.applyAsDouble(expert.value()), expert.weight()))
                        .toList());
    }
}
