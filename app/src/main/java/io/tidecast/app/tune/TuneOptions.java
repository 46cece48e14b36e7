package io.tidecast.app.tune;

/// How to search.
///
/// @param configurations  configurations of the first round, the defaults among them
/// @param rounds          rounds; each has three times the rows of the one before
/// @param metric          what is made small
/// @param heldOut         share of each series, its end, that the search never sees
/// @param seed            of the random configurations
public record TuneOptions(int configurations, int rounds, Metric metric, double heldOut, long seed) {
    /// Rows of a round over those of the round before, and configurations the other way round (Jamieson & Talwalkar 2016).
    static final int ETA = 3;

    public TuneOptions {
        if (configurations < 1 || rounds < 1 || rounds > 10) {
            throw new IllegalArgumentException(
                    "configurations must be at least 1 and rounds from 1 to 10, got %d and %d"
                            .formatted(configurations, rounds));
        }
        if (!(heldOut > 0 && heldOut < 1)) {
            throw new IllegalArgumentException(
                    "held out must be more than 0 and less than 1, got " + heldOut);
        }
    }

    /// Share of the rows of the search that a round has.
    ///
    /// @param round  from 1
    double share(int round) {
        return Math.pow(ETA, round - (double) rounds);
    }
}
