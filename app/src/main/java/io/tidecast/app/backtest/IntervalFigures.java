package io.tidecast.app.backtest;

import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Figures of the intervals of one level; null where nothing was scored.
///
/// @param level           share of truths that they should cover
/// @param coverage        share that they covered
/// @param width           mean width
/// @param score           mean interval score
/// @param minKeyCoverage  coverage of the worst series
/// @param maxKeyCoverage  coverage of the series with the widest intervals for its truths
/// @param rolling500p1    coverage that 99 % of all windows of 500 truths reach
public record IntervalFigures(double level, @Nullable Double coverage, @Nullable Double width,
        @Nullable Double score, @Nullable Double minKeyCoverage, @Nullable Double maxKeyCoverage,
        @Nullable Double rolling500p1) {

    static IntervalFigures of(IntervalSums all, Collection<IntervalSums> perKey) {
        var known = perKey.stream().map(IntervalSums::coverage).filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue).summaryStatistics();
        return new IntervalFigures(all.level(), all.coverage(), all.width(), all.score(),
                ErrorSums.finite(known.getMin()), ErrorSums.finite(known.getMax()),
                all.rollingFirstPercentile());
    }
}
