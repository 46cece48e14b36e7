package io.tidecast.model.train;

import io.tidecast.model.kernel.Kernels;

/// RMSprop (Tieleman & Hinton 2012), as `torch.optim.RMSprop`. With `g = dW + λw`:
///
/// `v = αv + (1-α)g²`, `m = μm + g/(√v + ε)`, `w -= η·m`
///
/// Centred (Graves 2013), `a = αa + (1-α)g` and `√(v - a²)` takes the place of `√v`.
///
/// @param learningRate `η`
/// @param alpha        `α`
/// @param epsilon      `ε`
/// @param weightDecay  `λ`
/// @param momentum     `μ`
/// @param centered     whether the variance takes the place of the mean square
public record RmsProp(
        double learningRate, double alpha, double epsilon, double weightDecay, double momentum,
        boolean centered)
        implements
            Optimizer {
    /// PyTorch's settings.
    public static final RmsProp DEFAULT = new RmsProp(1e-2, 0.99, 1e-8, 0, 0, false);

    public RmsProp withLearningRate(double learningRate) {
        return new RmsProp(learningRate, alpha, epsilon, weightDecay, momentum, centered);
    }

    @Override
    public int moments() {
        return 3;
    }

    @Override
    public void step(
            Kernels kernels, float[] w, float[] dW, float[][] moments, long step, double learningRate) {
        float[] v = moments[0];
        float[] m = moments[1];
        float[] a = moments[2];
        float rate = (float) learningRate;
        float decay = (float) weightDecay;
        float kept = (float) alpha;
        float taken = (float) (1 - alpha);
        float carried = (float) momentum;
        float centre = centered ? 1 : 0;
        float floor = (float) epsilon;
        for (int i = 0; i < w.length; i++) {
            float g = dW[i] + decay * w[i];
            v[i] = kept * v[i] + taken * g * g;
            a[i] = centre * (kept * a[i] + taken * g);
            m[i] = carried * m[i] + g / ((float) Math.sqrt(Math.max(v[i] - a[i] * a[i], 0)) + floor);
            w[i] -= rate * m[i];
        }
    }
}
