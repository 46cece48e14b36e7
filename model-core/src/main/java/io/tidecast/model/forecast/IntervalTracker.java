package io.tidecast.model.forecast;

import java.nio.ByteBuffer;
import org.hipparchus.distribution.continuous.NormalDistribution;

/// A prediction interval around a point forecast that keeps its coverage by itself: its two offsets, in units of the
/// expected error, move by stochastic gradient descent on the pinball loss at the levels `α/2` and `1 - α/2`.
///
/// `u ← u + η (1{y > upper} - α/2)`, `l ← l + η (1{y < lower} - α/2)`
///
/// Source: Gibbs & Candès 2021 (adaptive conformal inference), in the quantile-tracking form of Angelopoulos, Candès &
/// Tibshirani 2023, section 2.
final class IntervalTracker {
    static final int BYTES = 2 * Double.BYTES;

    private static final double RATE = 0.1;
    private final double tail;
    private double below;
    private double above;

    /// @param level share of truths to cover, between 0 and 1
    IntervalTracker(double level) {
        tail = (1 - level) / 2;
        // As if the errors were normal, until they show what they are.
        above = new NormalDistribution().inverseCumulativeProbability(1 - tail);
        below = above;
    }

    /// Learns on which side of the interval a truth came to lie.
    void add(double actual, double lower, double upper) {
        above = Math.max(0, above + RATE * ((actual > upper ? 1 : 0) - tail));
        below = Math.max(0, below + RATE * ((actual < lower ? 1 : 0) - tail));
    }

    /// Distance of the lower end from the point, in standard deviations to expect.
    double below() {
        return below;
    }

    /// Distance of the upper end from the point, in standard deviations to expect.
    double above() {
        return above;
    }

    void save(ByteBuffer out) {
        out.putDouble(below).putDouble(above);
    }

    void load(ByteBuffer in) {
        below = in.getDouble();
        above = in.getDouble();
    }
}
