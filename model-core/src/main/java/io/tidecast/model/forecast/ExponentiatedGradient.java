package io.tidecast.model.forecast;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Combines the experts' forecasts by weights that are never negative: exponentiated gradient on the squared error, with a
/// fixed share so that an expert which was bad can come back.
///
/// `p = Σ_i w_i p_i`, `g_i = (p - y)(p_i - p) / r`, `w_i ← w_i exp(-η g_i) / Σ_j w_j exp(-η g_j)`, `w_i ← (1-σ) w_i + σ/n`
///
/// with `r` the exponentially weighted RMS of the unscaled gradients, so that `η` has no unit.
///
/// Source: Kivinen & Warmuth 1997; the share is that of Herbster & Warmuth 1998.
final class ExponentiatedGradient implements Combiner {
    private static final double RATE = 0.05;
    private static final double SHARE = 0.005;
    private static final double HALF_LIFE = 500;
    /// A larger scaled gradient counts as this: one spike does not decide.
    private static final double LARGEST_GRADIENT = 8;

    private final double[] weights;
    private final double[] deviations;
    private final WeightedMean squaredGradient = new WeightedMean(HALF_LIFE);

    ExponentiatedGradient(int experts) {
        weights = new double[experts];
        Arrays.fill(weights, 1.0 / experts);
        deviations = new double[experts];
    }

    @Override
    public double combine(double[] steps) {
        double combined = Combiner.centre(steps, deviations);
        for (int i = 0; i < weights.length; i++) {
            combined += weights[i] * deviations[i];
        }
        return combined;
    }

    @Override
    public void learn(double[] steps, double step) {
        double combined = combine(steps);
        double mean = combined;
        for (int i = 0; i < weights.length; i++) {
            mean -= weights[i] * deviations[i];
        }
        double error = combined - step;
        double squares = 0;
        for (double deviation : deviations) {
            double gradient = error * (mean + deviation - combined);
            squares += gradient * gradient / weights.length;
        }
        if (squares == 0) {
            return;
        }
        squaredGradient.add(squares);
        double scale = Math.sqrt(Math.max(squaredGradient.value(), Double.MIN_NORMAL));
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double gradient = error * (mean + deviations[i] - combined) / scale;
            weights[i] *= StrictMath.exp(-RATE * Math.clamp(gradient, -LARGEST_GRADIENT, LARGEST_GRADIENT));
            sum += weights[i];
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (1 - SHARE) * weights[i] / sum + SHARE / weights.length;
        }
    }

    @Override
    public double weight(int expert) {
        return weights[expert];
    }

    @Override
    public int byteSize() {
        return weights.length * Double.BYTES + WeightedMean.BYTES;
    }

    @Override
    public void save(ByteBuffer out) {
        for (int i = 0; i < weights.length; i++) {
            out.putDouble(weights[i]);
        }
        squaredGradient.save(out);
    }

    @Override
    public void load(ByteBuffer in) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = in.getDouble();
        }
        squaredGradient.load(in);
    }
}
