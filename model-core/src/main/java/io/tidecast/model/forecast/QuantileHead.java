package io.tidecast.model.forecast;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.hipparchus.distribution.continuous.NormalDistribution;

/// Conditional quantiles of the next residual, linear in the features, by stochastic gradient descent on the pinball loss with
/// the inputs scaled by their mean squares:
///
/// `q_τ = w_τ · x`, `w_τ,i ← w_τ,i + η (τ - 1{y < q_τ}) x_i / (v_i n)`, `v_i` the mean of `x_i²`, `n` the number of features
///
/// Quantiles that cross are put in order, which never makes the loss larger (Chernozhukov, Fernández-Val & Galichon 2010).
/// They start as those of the standard normal distribution.
///
/// Source: Koenker & Bassett 1978; normalised steps as Ross, Mineiro & Langford 2013.
final class QuantileHead {
    private static final double FIRST_RATE = 0.1;
    private static final double LAST_RATE = 0.02;
    private static final double HALF_LIFE = 2000;
    /// Larger targets count as this.
    private static final double LARGEST_TARGET = 64;
    /// A feature that has hardly moved so far is not scaled up: its weight would be huge when it does move.
    private static final double LEAST_RMS = 0.3;
    /// A feature counts at most so many of its RMS.
    private static final double LARGEST_INPUT = 4;

    private final double[] levels;
    private final int features;
    /// `[levels][features]`
    private final double[][] w;
    private final WeightedMean[] squares;
    private long updates;

    /// @param features number of features; the last is a constant 1
    /// @param levels   increasing, between 0 and 1
    QuantileHead(int features, double... levels) {
        this.levels = levels.clone();
        this.features = features;
        w = new double[levels.length][features];
        squares = new WeightedMean[features];
        for (int i = 0; i < features; i++) {
            squares[i] = new WeightedMean(HALF_LIFE);
        }
        var normal = new NormalDistribution();
        for (int q = 0; q < levels.length; q++) {
            w[q][features - 1] = normal.inverseCumulativeProbability(levels[q]);
        }
    }

    /// @param x   features, `[features]`
    /// @param out receives the quantiles in increasing order, `[levels]`
    void predict(double[] x, double[] out) {
        for (int q = 0; q < levels.length; q++) {
            out[q] = quantile(q, x);
        }
        Arrays.sort(out);
    }

    private double quantile(int q, double[] x) {
        double sum = 0;
        for (int i = 0; i < features; i++) {
            sum += w[q][i] * x[i];
        }
        return sum;
    }

    /// Learns from a target.
    ///
    /// @param x      the features that it was predicted from, `[features]`
    /// @param target NaN: none
    void learn(double[] x, double target) {
        if (Double.isNaN(target)) {
            return;
        }
        double y = Math.clamp(target, -LARGEST_TARGET, LARGEST_TARGET);
        updates++;
        double rate = Math.max(LAST_RATE, FIRST_RATE / Math.sqrt((double) updates));
        for (int i = 0; i < features; i++) {
            squares[i].add(x[i] * x[i]);
        }
        for (int q = 0; q < levels.length; q++) {
            double slope = rate * (levels[q] - (y < quantile(q, x) ? 1 : 0)) / features;
            for (int i = 0; i < features; i++) {
                double rms = Math.max(Math.sqrt(squares[i].value()), LEAST_RMS);
                w[q][i] += slope * Math.clamp(x[i] / rms, -LARGEST_INPUT, LARGEST_INPUT) / rms;
            }
        }
    }

    int byteSize() {
        return levels.length * features * Double.BYTES + features * WeightedMean.BYTES + Long.BYTES;
    }

    void save(ByteBuffer out) {
        for (double[] row : w) {
            for (double weight : row) {
                out.putDouble(weight);
            }
        }
        for (WeightedMean mean : squares) {
            mean.save(out);
        }
        out.putLong(updates);
    }

    void load(ByteBuffer in) {
        for (double[] row : w) {
            for (int i = 0; i < features; i++) {
                row[i] = in.getDouble();
            }
        }
        for (WeightedMean mean : squares) {
            mean.load(in);
        }
        updates = in.getLong();
    }
}
