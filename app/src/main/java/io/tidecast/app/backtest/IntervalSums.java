package io.tidecast.app.backtest;

import static io.tidecast.app.backtest.ErrorSums.finite;

import io.tidecast.model.forecast.Forecast.Interval;
import org.jspecify.annotations.Nullable;

/// How the prediction intervals did, summed up.
final class IntervalSums {
    /// Truths in the rolling window.
    static final int WINDOW = 500;

    private final double level;
    private long count;
    private long covered;
    private double width;
    private double score;
    private final boolean[] window = new boolean[WINDOW];
    private int coveredInWindow;
    /// Windows by the number of their truths that were covered.
    private final long[] windows = new long[WINDOW + 1];

    IntervalSums(double level) {
        this.level = level;
    }

    /// Interval score: `(u - l) + 2/α · (distance of y from [l, u])` (Gneiting & Raftery 2007, equation 43).
    void add(double actual, Interval held, Standardisation unit) {
        double miss = Math.max(0, Math.max(held.lower() - actual, actual - held.upper()));
        double wide = unit.of(held.upper() - held.lower());
        width += wide;
        score += wide + 2 / (1 - level) * unit.of(miss);
        boolean hit = miss == 0;
        covered += hit ? 1 : 0;
        slide(hit);
    }

    private void slide(boolean hit) {
        int slot = (int) (count % WINDOW);
        coveredInWindow += (hit ? 1 : 0) - (window[slot] ? 1 : 0);
        window[slot] = hit;
        count++;
        if (count >= WINDOW) {
            windows[coveredInWindow]++;
        }
    }

    /// Share of truths that the intervals shall cover.
    double level() {
        return level;
    }

    /// Takes in the sums of another series.
    void add(IntervalSums other) {
        count += other.count;
        covered += other.covered;
        width += other.width;
        score += other.score;
        for (int i = 0; i < windows.length; i++) {
            windows[i] += other.windows[i];
        }
    }

    @Nullable
    Double coverage() {
        return finite((double) covered / count);
    }

    @Nullable
    Double width() {
        return finite(width / count);
    }

    @Nullable
    Double score() {
        return finite(score / count);
    }

    /// The coverage that 99 % of all rolling windows reach; null where no series had a whole window.
    @Nullable
    Double rollingFirstPercentile() {
        long all = 0;
        for (long windowsOfCount : windows) {
            all += windowsOfCount;
        }
        long below = 0;
        for (int i = 0; i < windows.length; i++) {
            below += windows[i];
            if (below > 0 && below >= 0.01 * all) {
                return (double) i / WINDOW;
            }
        }
        return null;
    }
}
