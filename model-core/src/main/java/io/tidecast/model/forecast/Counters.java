package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// What has happened to a series so far.
///
/// @param missing      readings without a value for any target
/// @param gaps         readings that came more than a step after the one before
/// @param skippedSteps steps that were left out so
/// @param anomalies    values flagged as anomalies
/// @param drifts       times that the errors were found to have become larger
/// @param restarts     times that an expert began again from its last good state
/// @param earlyTruths  updates that used a truth before its time: an audit, 0 as long as nothing is broken
public record Counters(long missing, long gaps, long skippedSteps, long anomalies, long drifts, long restarts,
        long earlyTruths) {
    static final int BYTES = 7 * Long.BYTES;

    static final Counters ZERO = new Counters(0, 0, 0, 0, 0, 0, 0);

    /// Each less what it was.
    public Counters minus(Counters earlier) {
        return new Counters(missing - earlier.missing, gaps - earlier.gaps,
                skippedSteps - earlier.skippedSteps,
                anomalies - earlier.anomalies, drifts - earlier.drifts, restarts - earlier.restarts,
                earlyTruths - earlier.earlyTruths);
    }

    /// After one more reading.
    ///
    /// @param isMissing whether it has no value for any target
    /// @param steps     since the one before
    Counters plusReading(boolean isMissing, long steps) {
        return new Counters(missing + (isMissing ? 1 : 0), gaps + (steps > 1 ? 1 : 0),
                skippedSteps + steps - 1, anomalies, drifts, restarts, earlyTruths);
    }

    Counters plusAnomaly() {
        return new Counters(missing, gaps, skippedSteps, anomalies + 1, drifts, restarts, earlyTruths);
    }

    Counters plusDrift() {
        return new Counters(missing, gaps, skippedSteps, anomalies, drifts + 1, restarts, earlyTruths);
    }

    Counters plusRestart() {
        return new Counters(missing, gaps, skippedSteps, anomalies, drifts, restarts + 1, earlyTruths);
    }

    Counters plusEarlyTruths(int more) {
        return new Counters(missing, gaps, skippedSteps, anomalies, drifts, restarts, earlyTruths + more);
    }

    void save(ByteBuffer out) {
        out.putLong(missing).putLong(gaps).putLong(skippedSteps).putLong(anomalies).putLong(drifts)
                .putLong(restarts).putLong(earlyTruths);
    }

    static Counters load(ByteBuffer in) {
        return new Counters(in.getLong(), in.getLong(), in.getLong(), in.getLong(), in.getLong(),
                in.getLong(),
                in.getLong());
    }
}
