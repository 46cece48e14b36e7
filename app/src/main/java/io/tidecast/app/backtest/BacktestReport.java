package io.tidecast.app.backtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.tidecast.app.backtest.ErrorSums.Errors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The result of a backtest. Errors and widths are in standard deviations if the rows were standardised.
///
/// @param keys              series
/// @param rows              rows of all series
/// @param scored            truths that were scored
/// @param skipped           rows that were not used, by reason
/// @param models            errors over all scored truths, by model
/// @param perKey            the same for each series
/// @param interval          how the prediction intervals did
/// @param coveragePerKey    share of truths within their interval, for each series
/// @param recordsPerSecond  rows per second, forecast and learnt
/// @param seconds           from the first row to the last forecast
public record BacktestReport(int keys, long rows, long scored, Map<String, Long> skipped,
        Map<String, Errors> models, Map<String, Map<String, Errors>> perKey, Interval interval,
        Map<String, @Nullable Double> coveragePerKey, double recordsPerSecond, double seconds) {

    /// Figures of the intervals; null where nothing was scored.
    ///
    /// @param level           share of truths that they should cover
    /// @param coverage        share that they covered
    /// @param width           mean width
    /// @param score           mean interval score
    /// @param minKeyCoverage  coverage of the worst series
    /// @param maxKeyCoverage  coverage of the series with the widest intervals for its truths
    /// @param rolling500p1    coverage that 99 % of all windows of 500 truths reach
    public record Interval(double level, @Nullable Double coverage, @Nullable Double width,
            @Nullable Double score, @Nullable Double minKeyCoverage, @Nullable Double maxKeyCoverage,
            @Nullable Double rolling500p1) {}

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static BacktestReport of(List<SeriesResult> results, double level, double seconds) {
        Map<String, ErrorSums> models = new LinkedHashMap<>();
        Map<String, Map<String, Errors>> perKey = new LinkedHashMap<>();
        Map<String, Long> skipped = new TreeMap<>();
        Map<String, @Nullable Double> coverage = new LinkedHashMap<>();
        var intervals = new IntervalSums(level);
        for (SeriesResult result : results) {
            result.models.forEach(
                    (name, sums) -> models.computeIfAbsent(name, absent -> new ErrorSums()).add(sums));
            result.skipped.forEach((reason, count) -> skipped.merge(reason, count, Long::sum));
            intervals.add(result.intervals);
            perKey.put(result.series.key(), errors(result.models));
            coverage.put(result.series.key(), result.intervals.coverage());
        }
        long rows = results.stream().mapToLong(result -> result.series.rows()).sum();
        return new BacktestReport(results.size(), rows,
                results.stream().mapToLong(result -> result.scored).sum(), skipped, errors(models), perKey,
                interval(level, intervals, coverage), coverage, seconds > 0 ? rows / seconds : 0, seconds);
    }

    private static Map<String, Errors> errors(Map<String, ErrorSums> models) {
        Map<String, Errors> errors = new LinkedHashMap<>();
        models.forEach((name, sums) -> errors.put(name, sums.errors()));
        return errors;
    }

    private static Interval interval(double level, IntervalSums sums,
            Map<String, @Nullable Double> coverage) {
        var known = coverage.values().stream().filter(Objects::nonNull).mapToDouble(Double::doubleValue)
                .summaryStatistics();
        return new Interval(level, sums.coverage(), sums.width(), sums.score(),
                ErrorSums.finite(known.getMin()),
                ErrorSums.finite(known.getMax()), sums.rollingFirstPercentile());
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
