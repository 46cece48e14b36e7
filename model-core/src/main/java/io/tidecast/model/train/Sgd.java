package io.tidecast.model.train;

import io.tidecast.model.kernel.Kernels;

/// Gradient descent, as `torch.optim.SGD`. With `g = dW + λw`:
///
/// - plain: `w -= η·g`
/// - with momentum (Polyak 1964): `m = μm + (1-d)g`, in the first step `m = g`, and `w -= η·m`
/// - Nesterov's (Sutskever et al. 2013): the same `m`, and `w -= η(g + μm)`
///
/// @param learningRate `η`
/// @param momentum     `μ`, 0 for plain
/// @param dampening    `d`
/// @param nesterov     whether the momentum is Nesterov's
/// @param weightDecay  `λ`
public record Sgd(
        double learningRate, double momentum, double dampening, boolean nesterov, double weightDecay)
        implements
            Optimizer {

    public Sgd {
        if (nesterov && (momentum == 0 || dampening != 0)) {
            throw new IllegalArgumentException("nesterov needs a momentum and no dampening");
        }
    }

    /// Plain.
    public Sgd(double learningRate) {
        this(learningRate, 0, 0, false, 0);
    }

    @Override
    public int moments() {
        return momentum == 0 ? 0 : 1;
    }

    @Override
    public void step(
            Kernels kernels, float[] w, float[] dW, float[][] moments, long step, double learningRate) {
        float rate = (float) learningRate;
        float decay = (float) weightDecay;
        if (momentum == 0) {
            for (int i = 0; i < w.length; i++) {
                w[i] -= rate * (dW[i] + decay * w[i]);
            }
            return;
        }
        float[] m = moments[0];
        float kept = (float) (step == 1 ? 0 : momentum);
        float taken = (float) (step == 1 ? 1 : 1 - dampening);
        float direct = nesterov ? 1 : 0;
        float carried = (float) (nesterov ? momentum : 1);
        for (int i = 0; i < w.length; i++) {
            float g = dW[i] + decay * w[i];
            m[i] = kept * m[i] + taken * g;
            w[i] -= rate * (direct * g + carried * m[i]);
        }
    }
}
