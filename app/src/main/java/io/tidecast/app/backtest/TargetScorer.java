package io.tidecast.app.backtest;

import io.tidecast.model.forecast.Forecast.ExpertForecast;
import io.tidecast.model.forecast.Forecast.HorizonForecast;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Scores the forecasts of one target of a series, and makes the baselines for it.
final class TargetScorer {
    private final Series series;
    private final int target;
    private final SeriesResult result;
    private final @Nullable Standardisation unit;
    private final SeasonalNaive naive;
    private final double meanStep;

    TargetScorer(Series series, int target, BacktestOptions options, SeriesResult result) {
        this.series = series;
        this.target = target;
        this.result = result;
        RowRange fit = options.standardiseRows();
        unit = fit == null ? Standardisation.NONE : Standardisation.fit(series, target, fit);
        naive = new SeasonalNaive(options.season() > 0 ? options.season() : SeasonalNaive.rowsOf(series));
        int first = options.scoreRows().first(series.rows());
        meanStep = meanStep(first > 1 ? first : series.rows());
    }

    /// Mean of `|y - y'|` over the first rows.
    private double meanStep(int rows) {
        double sum = 0;
        long count = 0;
        double last = Double.NaN;
        for (int row = 0; row < rows; row++) {
            double value = series.value(row, target);
            if (!Double.isNaN(value - last)) {
                sum += Math.abs(value - last);
                count++;
            }
            last = Double.isNaN(value) ? last : value;
        }
        return sum / count;
    }

    /// Shows the baselines a row.
    void add(int row) {
        naive.add(series.value(row, target));
    }

    /// The newest value; NaN: none yet.
    double lastValue() {
        return naive.lastValue();
    }

    /// The seasonal naive forecasts, `[horizons]`.
    double[] seasonal(int horizons) {
        double[] forecasts = new double[horizons];
        for (int h = 1; h <= horizons; h++) {
            forecasts[h - 1] = naive.forecast(h);
        }
        return forecasts;
    }

    /// Scores all that was said about a truth. An expert that had nothing to say counts as the last value.
    void score(double actual, Issued held, HorizonForecast forecast, List<ExpertForecast> experts) {
        if (unit == null) {
            result.skip("no value to standardise by");
            return;
        }
        Scores scores = result.scores(target, forecast.horizon());
        double last = held.lastValues()[target];
        scores.count();
        scores.model(Evaluator.PERSISTENCE).add(actual, last, unit, meanStep);
        scores.model(Evaluator.SEASONAL_NAIVE).add(actual, held.seasonal()[target][forecast.horizon() - 1],
                unit,
                meanStep);
        for (ExpertForecast expert : experts) {
            if (!Evaluator.isBaseline(expert.expert())) {
                double point = Double.isNaN(expert.value()) ? last : expert.value();
                scores.model(expert.expert().id()).add(actual, point, unit, meanStep);
            }
        }
        scores.model(Evaluator.COMBINED).add(actual, forecast.value(), unit, meanStep);
        for (int i = 0; i < forecast.intervals().size(); i++) {
            scores.intervals().get(i).add(actual, forecast.intervals().get(i), unit);
        }
    }
}
