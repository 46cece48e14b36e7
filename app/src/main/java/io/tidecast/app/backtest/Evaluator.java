package io.tidecast.app.backtest;

import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecast.ExpertForecast;
import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.Reading;
import org.jspecify.annotations.Nullable;

/// Prequential evaluation of one series: the evaluator owns the truth and hands over one reading only after it holds the forecast
/// for it. Each truth is scored against the newest forecast made before it, also after a gap; a missing truth is not scored.
final class Evaluator {
    static final String PERSISTENCE = "persistence";
    static final String SEASONAL_NAIVE = "seasonal-naive";
    static final String COMBINED = "combined";

    private final Series series;
    private final OnlineForecaster forecaster;
    private final BacktestOptions options;
    private final @Nullable Standardisation unit;
    private final SeasonalNaive naive;
    private final double meanStep;
    private final int firstScored;
    private final int endScored;
    private final SeriesResult result;
    private @Nullable Forecast held;
    private long lastTime = Long.MIN_VALUE;

    Evaluator(Series series, OnlineForecaster forecaster, BacktestOptions options) {
        this.series = series;
        this.forecaster = forecaster;
        this.options = options;
        RowRange fit = options.standardiseRows();
        unit = fit == null ? Standardisation.NONE : Standardisation.fit(series, fit);
        naive = new SeasonalNaive(options.season() > 0 ? options.season() : SeasonalNaive.rowsOf(series));
        firstScored = options.scoreRows().first(series.rows());
        endScored = options.scoreRows().end(series.rows());
        meanStep = meanStep(series, firstScored > 1 ? firstScored : series.rows());
        result = new SeriesResult(series, options.forecaster().level());
    }

    /// Mean of `|y - y'|` over the first rows.
    private static double meanStep(Series series, int rows) {
        double sum = 0;
        long count = 0;
        double last = Double.NaN;
        for (int row = 0; row < rows; row++) {
            double value = series.value(row);
            if (!Double.isNaN(value - last)) {
                sum += Math.abs(value - last);
                count++;
            }
            last = Double.isNaN(value) ? last : value;
        }
        return sum / count;
    }

    /// Handles the next row. Rows must come in order, each once.
    void row(int row) {
        long time = series.time(row);
        double value = series.value(row);
        if (time <= lastTime) {
            result.skip(time == lastTime ? "duplicate" : "late");
            return;
        }
        if (Math.abs(value) > Forecaster.LARGEST_VALUE) {
            result.skip("bad value");
            return;
        }
        if (held != null) {
            if (row >= firstScored && row < endScored && !Double.isNaN(value)) {
                score(value, held);
            }
            if (options.keepForecasts()) {
                result.forecasts.add(new SeriesResult.Held(row, held));
            }
        }
        try {
            held = forecaster.step(new Reading(time, value));
        } catch (ArithmeticException e) {
            result.skip("update failed");
            return;
        }
        lastTime = time;
        naive.add(value);
    }

    private void score(double actual, Forecast forecast) {
        if (unit == null) {
            result.skip("no value to standardise by");
            return;
        }
        result.scored++;
        result.model(PERSISTENCE).add(actual, naive.lastValue(), unit, meanStep);
        result.model(SEASONAL_NAIVE).add(actual, naive.forecast(), unit, meanStep);
        for (ExpertForecast expert : forecast.experts()) {
            if (expert.expert() != ExpertKind.PERSISTENCE) {
                result.model(expert.expert().id()).add(actual, expert.value(), unit, meanStep);
            }
        }
        result.model(COMBINED).add(actual, forecast.value(), unit, meanStep);
        result.intervals.add(actual, forecast, unit);
    }

    SeriesResult result() {
        return result;
    }
}
