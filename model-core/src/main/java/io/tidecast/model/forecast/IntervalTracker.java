package io.tidecast.model.forecast;

import java.nio.ByteBuffer;
import org.hipparchus.distribution.continuous.NormalDistribution;

/// A prediction interval around a point forecast that keeps its coverage by itself: its two offsets, in units of the
/// expected error, move by stochastic gradient descent on the pinball loss at the levels `α/2` and `1 - α/2`, in logarithms, so that
/// they find a size that is far from where they are as soon as one that is near.
///
/// `log u ← log u + η (1{y > upper} - α/2)`, `log l ← log l + η (1{y < lower} - α/2)`
///
/// Source: Gibbs & Candès 2021 (adaptive conformal inference), in the quantile-tracking form of Angelopoulos, Candès &
/// Tibshirani 2023, section 2.
final class IntervalTracker {
    static final int BYTES = 2 * Double.BYTES;

    private static final double RATE = 0.1;
    /// A series that stands still must not shrink its interval to nothing, nor one that jumps widen it without end.
    private static final double LEAST = 0.02;
    private static final double MOST = 1000;

    /// Factors of an offset after a miss, and after none.
    private final double wider;
    private final double narrower;
    private double below;
    private double above;

    /// @param level share of truths to cover, between 0 and 1
    IntervalTracker(double level) {
        double tail = (1 - level) / 2;
        wider = StrictMath.exp(RATE * (1 - tail));
        narrower = StrictMath.exp(-RATE * tail);
        // As if the errors were normal, until they show what they are.
        above = new NormalDistribution().inverseCumulativeProbability(1 - tail);
        below = above;
    }

    /// Learns on which side of the interval a truth came to lie.
    void add(double actual, double lower, double upper) {
        above = moved(above, actual > upper);
        below = moved(below, actual < lower);
    }

    private double moved(double offset, boolean missed) {
        return Math.clamp(offset * (missed ? wider : narrower), LEAST, MOST);
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
