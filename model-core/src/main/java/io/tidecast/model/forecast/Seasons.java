package io.tidecast.model.forecast;

import java.util.List;

/// The seasons of a series: given in steps, or the day and the week by the sampling interval.
final class Seasons {
    /// Seasons that a series can have.
    static final int COUNT = 2;

    private static final long DAY_MILLIS = 86_400_000L;
    private static final long WEEK_MILLIS = 7 * DAY_MILLIS;

    private Seasons() {}

    /// The length of a season.
    ///
    /// @param season   from 0, the shortest
    /// @param given    lengths in steps; empty: by the interval
    /// @param interval of the series; one that is not regular has no seasons
    /// @return milliseconds; 0: there is no such season
    static long millis(int season, List<Integer> given, SamplingInterval interval) {
        if (!interval.isRegular()) {
            return 0;
        }
        if (!given.isEmpty()) {
            return season < given.size() ? given.get(season) * interval.millis() : 0;
        }
        if (interval.millis() < DAY_MILLIS / 2) {
            return season == 0 ? DAY_MILLIS : WEEK_MILLIS;
        }
        return season == 0 ? WEEK_MILLIS : 0;
    }

    /// The length of a season in steps; 0: there is no such season, or it is no whole number of steps.
    static int steps(int season, List<Integer> given, SamplingInterval interval) {
        long millis = millis(season, given, interval);
        return millis % interval.millis() == 0
                ? (int) Math.min(millis / interval.millis(), Integer.MAX_VALUE)
                : 0;
    }
}
