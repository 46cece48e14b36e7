package io.tidecast.app.backtest;

import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.ForecasterOptions;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What to evaluate.
///
/// @param forecaster       the model of each series
/// @param standardiseRows  errors are measured in standard deviations of these rows; null: in the series' unit
/// @param scoreRows        rows that are scored; those before are learnt from only
/// @param season           rows of a season for the seasonal naive forecast; 0: by the sampling interval
/// @param report           which experts are scored
/// @param keepForecasts    whether each forecast is kept beside the figures
public record BacktestOptions(ForecasterOptions forecaster, @Nullable RowRange standardiseRows,
        RowRange scoreRows, int season, Reported report, boolean keepForecasts) {

    /// Which experts are scored beside the combined forecast.
    public enum Reported {
        /// Those that are combined.
        COMBINED,
        /// Every expert there is; what is not combined runs in a forecaster of its own beside.
        ALL
    }

    public BacktestOptions {
        if (season < 0) {
            throw new IllegalArgumentException("season must be at least 0, got " + season);
        }
    }

    /// All rows scored in the series' own unit, with every expert.
    public static BacktestOptions of(ForecasterOptions forecaster) {
        return new BacktestOptions(forecaster, null, RowRange.ALL, 0, Reported.ALL, false);
    }

    /// The same with errors in standard deviations of the first rows and other scored rows.
    public BacktestOptions withRows(@Nullable RowRange standardise, RowRange score) {
        return new BacktestOptions(forecaster, standardise, score, season, report, keepForecasts);
    }

    /// The same with another length of the season.
    public BacktestOptions withSeason(int rows) {
        return new BacktestOptions(forecaster, standardiseRows, scoreRows, rows, report, keepForecasts);
    }

    /// The same, scoring other experts.
    public BacktestOptions withReport(Reported other) {
        return new BacktestOptions(forecaster, standardiseRows, scoreRows, season, other, keepForecasts);
    }

    /// The same, keeping each forecast.
    public BacktestOptions keepingForecasts() {
        return new BacktestOptions(forecaster, standardiseRows, scoreRows, season, report, true);
    }

    /// The experts that are scored, in a fixed order.
    public List<ExpertKind> experts() {
        return Arrays.stream(ExpertKind.values())
                .filter(kind -> report == Reported.ALL || forecaster.experts().contains(kind)).toList();
    }

    /// The experts that are scored and not combined, as a model of their own; null: there are none.
    @Nullable
    ForecasterOptions beside() {
        ExpertKind[] others = experts().stream().filter(kind -> !forecaster.experts().contains(kind))
                .filter(kind -> !Evaluator.isBaseline(kind)).toArray(ExpertKind[]::new);
        return others.length == 0 ? null : forecaster.withExperts(others);
    }
}
