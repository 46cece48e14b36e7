package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// The sampling interval of a series: the difference that the majority of its readings keep to.
///
/// Source: the majority vote of Boyer & Moore 1981, with a bounded count so that a feed that changes its rate is followed.
final class SamplingInterval {
    static final int BYTES = Long.BYTES + Integer.BYTES;
    /// What is taken for the interval until two readings have come: one minute.
    static final long ASSUMED_MILLIS = 60_000;

    private static final int MOST_VOTES = 50;
    /// So many more readings must have kept to the interval than have not before the series counts as regular.
    private static final int REGULAR_VOTES = 5;

    private long candidate = ASSUMED_MILLIS;
    private int votes;

    /// @param difference time between two neighbouring readings, milliseconds, more than 0
    void add(long difference) {
        if (difference == candidate) {
            votes = Math.min(votes + 1, MOST_VOTES);
        } else if (votes == 0) {
            candidate = difference;
            votes = 1;
        } else {
            votes--;
        }
    }

    long millis() {
        return candidate;
    }

    /// Whether most readings keep to the interval.
    boolean isRegular() {
        return votes >= REGULAR_VOTES;
    }

    /// How many steps a difference is, at least 1. In an irregular series every reading is one step.
    long steps(long difference) {
        return isRegular() ? Math.max(1, Math.round((double) difference / candidate)) : 1;
    }

    void save(ByteBuffer out) {
        out.putLong(candidate).putInt(votes);
    }

    void load(ByteBuffer in) {
        candidate = in.getLong();
        votes = in.getInt();
    }
}
