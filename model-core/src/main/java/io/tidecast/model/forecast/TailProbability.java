package io.tidecast.model.forecast;

import java.nio.ByteBuffer;
import org.hipparchus.distribution.continuous.NormalDistribution;

/// How unusual a scaled residual is: its two-sided tail probability among the residuals so far, whatever their distribution.
///
/// Each side has a ladder of quantiles `q_i = m + d_1 + … + d_i` with the tails `τ_i` of [#TAILS], tracked by stochastic
/// approximation (Robbins & Monro 1951) of the gaps' logarithms, so that a rung finds its place at any scale:
///
/// `d_i ← d_i exp(γ (1{z > q_i} - τ_i))`, `m ← m + γ d_1 (1{z > m} - ½)`, `γ = 1 / (1 + min(n τ_i, N τ_i + 40))`
///
/// Between rungs the logarithm of the tail is linear in `z`; beyond the last it goes on with the last slope, as an exponential tail.
/// The residuals count as standard normal until they show what they are.
final class TailProbability {
    /// Of one side, from the median outwards: `p = 0.1`, `0.01` and `0.001` lie on rungs.
    private static final double[] TAILS = {0.5, 0.25, 0.05, 0.005, 0.0005};
    private static final int RUNGS = TAILS.length;
    private static final double[] NORMAL = normalLadder();
    static final int BYTES = 2 * RUNGS * Double.BYTES + Long.BYTES;

    /// `N`: readings that an inner rung remembers.
    private static final double MEMORY = 4000;
    /// Readings beyond an outer rung that it remembers at least.
    private static final double OUTER_MEMORY = 40;
    /// A gap keeps within these factors of its start, so that a ladder which a constant series has folded up soon unfolds.
    private static final double LEAST_FACTOR = 0.05;
    private static final double LARGEST_FACTOR = 1e4;
    /// No probability is less than this, however far out.
    private static final double LEAST = 1e-12;

    /// The median, then the gaps outwards, of `z` and of `-z`.
    private final double[] above = new double[RUNGS];
    private final double[] below = new double[RUNGS];
    private long count;

    TailProbability() {
        System.arraycopy(NORMAL, 0, above, 0, RUNGS);
        System.arraycopy(NORMAL, 0, below, 0, RUNGS);
    }

    private static double[] normalLadder() {
        var normal = new NormalDistribution();
        double[] ladder = new double[RUNGS];
        for (int i = 1; i < RUNGS; i++) {
            ladder[i] = normal.inverseCumulativeProbability(1 - TAILS[i])
                    - normal.inverseCumulativeProbability(1 - TAILS[i - 1]);
        }
        return ladder;
    }

    /// Twice the tail on the side of `z`, at most 1; never 0, and on each side the less the larger `|z|`.
    ///
    /// @param z error over the standard deviation to expect; NaN, there is none, is nothing unusual
    double twoSided(double z) {
        if (Double.isNaN(z)) {
            return 1;
        }
        return Math.clamp(2 * (z < 0 ? tail(below, -z) : tail(above, z)), LEAST, 1);
    }

    private static double tail(double[] ladder, double z) {
        double inner = ladder[0];
        if (z <= inner) {
            return TAILS[0];
        }
        int i = 1;
        while (i < RUNGS - 1 && z > inner + ladder[i]) {
            inner += ladder[i];
            i++;
        }
        double slope = StrictMath.log(TAILS[i - 1] / TAILS[i]) / ladder[i];
        return TAILS[i - 1] * StrictMath.exp(-slope * (z - inner));
    }

    /// Learns from a residual.
    ///
    /// @param z NaN: none
    void add(double z) {
        if (Double.isNaN(z)) {
            return;
        }
        count++;
        move(above, z);
        move(below, -z);
    }

    private void move(double[] ladder, double z) {
        double rung = ladder[0];
        ladder[0] += gain(0) * ladder[1] * ((z > rung ? 1 : 0) - TAILS[0]);
        for (int i = 1; i < RUNGS; i++) {
            rung += ladder[i];
            double factor = StrictMath.exp(gain(i) * ((z > rung ? 1 : 0) - TAILS[i]));
            ladder[i] = Math.clamp(ladder[i] * factor, LEAST_FACTOR * NORMAL[i],
                    LARGEST_FACTOR * NORMAL[i]);
        }
    }

    private double gain(int i) {
        return 1 / (1 + Math.min(count * TAILS[i], MEMORY * TAILS[i] + OUTER_MEMORY));
    }

    void save(ByteBuffer out) {
        for (int i = 0; i < RUNGS; i++) {
            out.putDouble(above[i]).putDouble(below[i]);
        }
        out.putLong(count);
    }

    void load(ByteBuffer in) {
        for (int i = 0; i < RUNGS; i++) {
            above[i] = in.getDouble();
            below[i] = in.getDouble();
        }
        count = in.getLong();
    }
}
