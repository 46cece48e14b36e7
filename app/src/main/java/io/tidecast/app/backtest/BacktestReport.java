package io.tidecast.app.backtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The result of a backtest. Errors and widths are in standard deviations if the rows were standardised. Where nothing else is said
/// the figures are those of the furthest horizon.
///
/// @param keys              series
/// @param rows              rows of all series
/// @param scored            truths that were scored
/// @param models            errors over all scored truths, by model
/// @param perKey            the same for each series, or for each field of a series of vectors as `KEY/FIELD`
/// @param interval          how the prediction intervals of the first level did
/// @param recordsPerSecond  rows per second, forecast and learnt
/// @param seconds           from the first row to the last forecast
/// @param horizon           the furthest horizon, in steps
/// @param intervals         of every level, where there are several
/// @param horizons          figures by the number of steps ahead, where there are several
/// @param intervalPerKey    how the intervals of the first level did, for each series or field
/// @param skipped           rows that were not used, by reason
/// @param audit             what must be 0
public record BacktestReport(int keys, long rows, long scored, Map<String, Errors> models,
        Map<String, Map<String, Errors>> perKey, IntervalFigures interval, double recordsPerSecond,
        double seconds, int horizon, List<IntervalFigures> intervals, Map<Integer, Horizon> horizons,
        Map<String, KeyInterval> intervalPerKey, Map<String, Long> skipped, Audit audit) {

    /// Figures of one horizon.
    ///
    /// @param scored    truths that were scored
    /// @param models    errors by model
    /// @param interval  of the first level
    public record Horizon(long scored, Map<String, Errors> models, IntervalFigures interval) {}

    /// How the intervals of one series or field did.
    public record KeyInterval(@Nullable Double coverage, @Nullable Double width, @Nullable Double score) {}

    /// What would show a forecast that knew its truth.
    ///
    /// @param forecastsNotBeforeTruth  scored forecasts that were issued at the time of their truth or later
    /// @param updatesFromEarlyTruths   updates that used a truth before its time, as the forecasters count them
    public record Audit(long forecastsNotBeforeTruth, long updatesFromEarlyTruths) {
        boolean isClean() {
            return forecastsNotBeforeTruth == 0 && updatesFromEarlyTruths == 0;
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static BacktestReport of(List<SeriesResult> results, BacktestOptions options, double seconds) {
        int last = options.forecaster().horizons();
        Map<Integer, Horizon> horizons = new LinkedHashMap<>();
        for (int h = 1; h <= last; h++) {
            Scores all = all(results, options, h);
            horizons.put(h, new Horizon(all.scored(), all.errors(), intervals(all, results, h).getFirst()));
        }
        Scores all = all(results, options, last);
        List<IntervalFigures> intervals = intervals(all, results, last);
        Map<String, Map<String, Errors>> perKey = new LinkedHashMap<>();
        Map<String, KeyInterval> intervalPerKey = new LinkedHashMap<>();
        Map<String, Long> skipped = new TreeMap<>();
        for (SeriesResult result : results) {
            for (int target = 0; target < result.targets(); target++) {
                Scores scores = result.scores(target, last);
                String key = result.series.key(target);
                perKey.put(key, scores.errors());
                IntervalSums sums = scores.interval();
                intervalPerKey.put(key, new KeyInterval(sums.coverage(), sums.width(), sums.score()));
            }
            result.skipped.forEach((reason, count) -> skipped.merge(reason, count, Long::sum));
        }
        long rows = results.stream().mapToLong(result -> result.series.rows()).sum();
        return new BacktestReport(results.size(), rows, all.scored(), all.errors(), perKey,
                intervals.getFirst(), seconds > 0 ? rows / seconds : 0, seconds, last,
                intervals.size() > 1 ? intervals : List.of(), last > 1 ? horizons : Map.of(), intervalPerKey,
                skipped, new Audit(results.stream().mapToLong(result -> result.lateForecasts).sum(),
                        results.stream().mapToLong(result -> result.earlyTruths).sum()));
    }

    private static Scores all(List<SeriesResult> results, BacktestOptions options, int horizon) {
        var all = new Scores(Evaluator.models(options), options.forecaster().levels());
        for (SeriesResult result : results) {
            for (int target = 0; target < result.targets(); target++) {
                all.add(result.scores(target, horizon));
            }
        }
        return all;
    }

    /// One for each level.
    private static List<IntervalFigures> intervals(Scores all, List<SeriesResult> results, int horizon) {
        var figures = new ArrayList<IntervalFigures>();
        for (int i = 0; i < all.intervals().size(); i++) {
            var perKey = new ArrayList<IntervalSums>();
            for (SeriesResult result : results) {
                for (int target = 0; target < result.targets(); target++) {
                    perKey.add(result.scores(target, horizon).intervals().get(i));
                }
            }
            figures.add(IntervalFigures.of(all.intervals().get(i), perKey));
        }
        return figures;
    }

    /// For programs.
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the report as JSON", e);
        }
    }

    /// For people.
    public String toTable() {
        return BacktestTable.of(this);
    }

    /// 1 - a model's error / the last value's; null where nothing was scored.
    static @Nullable Double skill(Map<String, Errors> models, String name) {
        Errors last = models.get(Evaluator.PERSISTENCE);
        Errors model = models.get(name);
        return last == null || model == null || last.mse() == null || model.mse() == null
                ? null
                : ErrorSums.finite(1 - model.mse() / last.mse());
    }
}
