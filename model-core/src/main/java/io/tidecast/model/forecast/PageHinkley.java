package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// Detects that errors have become larger than they were: Page-Hinkley's test (Page 1954; Hinkley 1971). Preferred to ADWIN
/// because its state is three numbers, where ADWIN's buckets grow with the logarithm of the series.
///
/// `s ← max(0, s + x - mean - δ)`, alarm where `s > λ`
///
/// with `x` the scaled absolute error, capped so that a heavy tail is no drift, and `mean` its mean over about the last
/// 1000 readings, begun at 1, where scaled errors belong.
///
/// For normal errors the excess drifts by `-δ` with variance near 0.6 a reading, so that the chance of passing `λ` is about
/// `exp(-2 δ λ / 0.6) = 1e-11` (Siegmund 1985, section 2); when errors double it grows by 0.6 a reading and passes `λ` in some 50.
final class PageHinkley {
    static final int BYTES = 2 * Double.BYTES + Long.BYTES;

    private static final double TOLERANCE = 0.25;
    private static final double THRESHOLD = 30;
    private static final double LARGEST_ERROR = 4;
    /// Readings that the first mean counts as, and the most that any counts as.
    private static final long PRIOR = 30;
    private static final long MEMORY = 1000;

    private double mean = 1;
    private double excess;
    private long count;

    /// Sees one error, and begins anew after an alarm.
    ///
    /// @param error absolute error over the expected absolute error; NaN: none
    /// @return whether errors have become larger
    boolean add(double error) {
        if (Double.isNaN(error)) {
            return false;
        }
        double x = Math.min(error, LARGEST_ERROR);
        excess = Math.max(0, excess + x - mean - TOLERANCE);
        count++;
        mean += (x - mean) / Math.min(count + PRIOR, MEMORY);
        if (excess <= THRESHOLD) {
            return false;
        }
        mean = 1;
        excess = 0;
        count = 0;
        return true;
    }

    void save(ByteBuffer out) {
        out.putDouble(mean).putDouble(excess).putLong(count);
    }

    void load(ByteBuffer in) {
        mean = in.getDouble();
        excess = in.getDouble();
        count = in.getLong();
    }
}
