package io.tidecast.app.backtest;

import io.tidecast.model.forecast.Forecast;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How the forecasts of one series did.
final class SeriesResult {
    /// A forecast and the row whose truth it was held against.
    record Held(int row, Forecast forecast) {}

    final Series series;
    /// By the model's name.
    final Map<String, ErrorSums> models = new LinkedHashMap<>();
    final IntervalSums intervals;
    /// Rows that no forecaster saw, by reason.
    final Map<String, Long> skipped = new TreeMap<>();
    /// Every forecast that met a row; empty unless they are kept.
    final List<Held> forecasts = new ArrayList<>();
    long scored;

    SeriesResult(Series series, double level) {
        this.series = series;
        intervals = new IntervalSums(level);
    }

    ErrorSums model(String name) {
        return models.computeIfAbsent(name, absent -> new ErrorSums());
    }

    void skip(String reason) {
        skipped.merge(reason, 1L, Long::sum);
    }
}
