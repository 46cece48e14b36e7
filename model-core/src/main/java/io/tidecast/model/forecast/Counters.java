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

    Counters plus(Counters more) {
        return new Counters(missing + more.missing, gaps + more.gaps, skippedSteps + more.skippedSteps,
                anomalies + more.anomalies, drifts + more.drifts, restarts + more.restarts,
                earlyTruths + more.earlyTruths);
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
