package io.tidecast.app.backtest;

import io.tidecast.model.forecast.Forecast.ExpertForecast;
import io.tidecast.model.forecast.Forecast.HorizonForecast;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How the forecasts of one series did.
public final class SeriesResult {
    /// A forecast and the row whose truth it was held against.
    ///
    /// @param row       row of the truth
    /// @param target    which target of the row
    /// @param issuedAt  time of the newest reading that the forecast knew
    /// @param lastValue the newest value that it knew
    /// @param seasonal  the value one season before
    /// @param experts   of every expert that is scored
    record Held(int row, int target, long issuedAt, double lastValue, double seasonal,
            HorizonForecast forecast, List<ExpertForecast> experts) {}

    final Series series;
    /// `[targets][horizons]`.
    private final Scores[][] scores;
    /// Rows that no forecaster saw, by reason.
    final Map<String, Long> skipped = new TreeMap<>();
    /// Every forecast that met a row; empty unless they are kept.
    final List<Held> forecasts = new ArrayList<>();
    /// Scored forecasts that were issued at the time of their truth or later.
    long lateForecasts;
    /// Updates of the forecasters that used a truth before its time, as they count them.
    long earlyTruths;

    SeriesResult(Series series, BacktestOptions options) {
        this.series = series;
        scores = new Scores[series.fields().targets().size()][options.forecaster().horizons()];
        for (Scores[] horizons : scores) {
            Arrays.setAll(horizons,
                    h -> new Scores(Evaluator.models(options), options.forecaster().levels()));
        }
    }

    /// @param horizon  steps ahead, at least 1
    Scores scores(int target, int horizon) {
        return scores[target][horizon - 1];
    }

    /// Of the first target, one step ahead.
    Scores next() {
        return scores(0, 1);
    }

    int targets() {
        return scores.length;
    }

    void skip(String reason) {
        skipped.merge(reason, 1L, Long::sum);
    }
}
