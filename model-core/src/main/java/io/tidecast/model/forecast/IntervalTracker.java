package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// Makes prediction intervals keep their coverage by themselves: the two forecast quantiles are moved away from the point by factors
/// that follow the gradient of the pinball loss at the levels `α/2` and `1 - α/2`, in logarithms, so that they find a size that is far
/// from where they are as soon as one that is near.
///
/// `log u ← log u + η (1{y > upper} - α/2)`, `log l ← log l + η (1{y < lower} - α/2)`
///
/// Source: Gibbs & Candès 2021 (adaptive conformal inference), in the quantile-tracking form of Angelopoulos, Candès &
/// Tibshirani 2023, section 2.
final class IntervalTracker {
    static final int BYTES = 2 * Double.BYTES;

    private static final double RATE = 0.1;

    private static final double LEAST = 0.05;
    private static final double MOST = 100;

    /// Factors after a miss, and after none.
    private final double wider;
    private final double narrower;
    private double below = 1;
    private double above = 1;

    /// @param level share of truths to cover, between 0 and 1
    IntervalTracker(double level) {
        double tail = (1 - level) / 2;
        wider = StrictMath.exp(RATE * (1 - tail));
        narrower = StrictMath.exp(-RATE * tail);
    }

    /// Learns on which side of the interval a truth came to lie.
    void add(double actual, double lower, double upper) {
        above = moved(above, actual > upper);
        below = moved(below, actual < lower);
    }

    private double moved(double factor, boolean missed) {
        return Math.clamp(factor * (missed ? wider : narrower), LEAST, MOST);
    }

    /// Factor of the lower end's distance from the point.
    double below() {
        return below;
    }

    /// Factor of the upper end's distance from the point.
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
