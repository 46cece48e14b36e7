package io.tidecast.app.backtest;

import io.tidecast.model.forecast.ForecasterOptions;
import org.jspecify.annotations.Nullable;

/// What to evaluate.
///
/// @param forecaster       the model of each series
/// @param standardiseRows  errors are measured in standard deviations of these rows; null: in the series' unit
/// @param scoreRows        rows that are scored; those before are learnt from only
/// @param season           rows of a season for the seasonal naive forecast; 0: by the sampling interval
/// @param keepForecasts    whether each forecast is kept beside the figures
public record BacktestOptions(ForecasterOptions forecaster, @Nullable RowRange standardiseRows,
        RowRange scoreRows, int season, boolean keepForecasts) {
    public BacktestOptions {
        if (season < 0) {
            throw new IllegalArgumentException("season must be at least 0, got " + season);
        }
    }
}
