package io.tidecast.app.demo;

import io.tidecast.v1.Forecast;
import io.tidecast.v1.Resolved;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the forecasts of one series did, summed up from the forecasts topic as they come.
///
/// A forecast record tells how the forecast before it did; a missing reading resolves none, and both errors are taken on the same readings.
final class SeriesScore {
    private static final int TREND = 24;

    private final Deque<Double> trend = new ArrayDeque<>();
    private @Nullable Forecast latest;
    private long forecasts;
    private long setAside;
    private long scored;
    private double absoluteError;
    private double squaredError;
    private double lastValueAbsoluteError;
    private double lastValueSquaredError;

    void add(Forecast forecast, ScoreRows rows) {
        Resolved resolved = forecast.getResolved();
        if (resolved != null && rows.contains(forecasts)) {
            scored++;
            absoluteError += Math.abs(resolved.getError());
            squaredError += resolved.getError() * resolved.getError();
            lastValueAbsoluteError += Math.abs(resolved.getLastValueError());
            lastValueSquaredError += resolved.getLastValueError() * resolved.getLastValueError();
        }
        forecasts++;
        latest = forecast;
        if (forecast.getActual() != null) {
            trend.add(forecast.getActual());
            if (trend.size() > TREND) {
                trend.remove();
            }
        }
    }

    void addSetAside() {
        setAside++;
    }

    @Nullable
    Forecast latest() {
        return latest;
    }

    /// The newest actual values, oldest first.
    Collection<Double> trend() {
        return List.copyOf(trend);
    }

    SeriesLine line(String key) {
        double mae = absoluteError / scored;
        double rmse = Math.sqrt(squaredError / scored);
        double lastValueMae = lastValueAbsoluteError / scored;
        double lastValueRmse = Math.sqrt(lastValueSquaredError / scored);
        return new SeriesLine(key, forecasts + setAside, scored, finite(mae), finite(rmse),
                finite(lastValueMae),
                finite(lastValueRmse), finite(1 - mae / lastValueMae), finite(1 - rmse / lastValueRmse));
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
