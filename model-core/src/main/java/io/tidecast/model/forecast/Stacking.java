package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// Combines the experts' forecasts by weights learnt online: least squares on their deviations from their mean.
///
/// `p = m + Σ_i w_i (p_i - m)` with `m` the mean of the `p_i`: the weights of the forecasts themselves,
/// `1/n + w_i - mean(w)`, add up to 1 and start equal.
///
/// Source: stacked regression (Breiman 1996), made recursive.
final class Stacking implements Combiner {
    private static final double FORGETTING = 0.9995;
    private static final double START_VARIANCE = 0.01;

    private final RecursiveLeastSquares regression;
    private final double[] deviations;

    Stacking(int experts) {
        regression = new RecursiveLeastSquares(experts, FORGETTING, START_VARIANCE);
        deviations = new double[experts];
    }

    @Override
    public double combine(double[] steps) {
        double mean = Combiner.centre(steps, deviations);
        return mean + regression.predict(deviations);
    }

    @Override
    public void learn(double[] steps, double step) {
        double mean = Combiner.centre(steps, deviations);
        regression.learn(deviations, step - mean);
    }

    @Override
    public double weight(int expert) {
        double[] w = regression.weights();
        double sum = 0;
        for (double weight : w) {
            sum += weight;
        }
        return (1 - sum) / w.length + w[expert];
    }

    @Override
    public int byteSize() {
        return regression.byteSize();
    }

    @Override
    public void save(ByteBuffer out) {
        regression.save(out);
    }

    @Override
    public void load(ByteBuffer in) {
        regression.load(in);
    }
}
