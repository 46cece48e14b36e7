package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// Combines the experts' forecasts by weights learnt online: least squares on their deviations from their mean.
///
/// `p = m + Σ_i w_i (p_i - m)` with `m` the mean of the `p_i`: the weights of the forecasts themselves,
/// `1/n + w_i - mean(w)`, add up to 1 and start equal.
///
/// Source: stacked regression (Breiman 1996), made recursive.
final class Stacking {
    private static final double FORGETTING = 0.9995;
    private static final double START_VARIANCE = 0.01;

    private final RecursiveLeastSquares regression;
    private final double[] deviations;

    Stacking(int experts) {
        regression = new RecursiveLeastSquares(experts, FORGETTING, START_VARIANCE);
        deviations = new double[experts];
    }

    /// @param steps the experts' forecasts, finite, `[experts]`
    double combine(double[] steps) {
        double mean = split(steps);
        return mean + regression.predict(deviations);
    }

    /// @param steps what was combined, `[experts]`
    /// @param step  what came
    void learn(double[] steps, double step) {
        double mean = split(steps);
        regression.learn(deviations, step - mean);
    }

    /// Leaves the deviations from the mean.
    ///
    /// @return the mean
    private double split(double[] steps) {
        double mean = 0;
        for (double step : steps) {
            mean += step / steps.length;
        }
        for (int i = 0; i < steps.length; i++) {
            deviations[i] = steps[i] - mean;
        }
        return mean;
    }

    /// The weight of one expert's forecast in the combination.
    double weight(int expert) {
        double[] w = regression.weights();
        double sum = 0;
        for (double weight : w) {
            sum += weight;
        }
        return (1 - sum) / w.length + w[expert];
    }

    int byteSize() {
        return regression.byteSize();
    }

    void save(ByteBuffer out) {
        regression.save(out);
    }

    void load(ByteBuffer in) {
        regression.load(in);
    }
}
