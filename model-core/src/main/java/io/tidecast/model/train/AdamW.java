package io.tidecast.model.train;

import io.tidecast.model.kernel.Kernels;

/// Adam with decoupled weight decay (Loshchilov & Hutter 2019), as `torch.optim.AdamW`: first `w *= 1 - ηλ`, then a step of
/// Adam without decay.
///
/// @param adam        the rest of the settings
/// @param weightDecay `λ`
public record AdamW(Adam adam, double weightDecay) implements Optimizer {
    /// PyTorch's decay.
    public static final AdamW DEFAULT = new AdamW(Adam.DEFAULT, 1e-2);

    public AdamW {
        if (adam.weightDecay() != 0) {
            throw new IllegalArgumentException("adam must have no weight decay of its own, got " + adam);
        }
    }

    @Override
    public double learningRate() {
        return adam.learningRate();
    }

    @Override
    public int moments() {
        return adam.moments();
    }

    @Override
    public void step(
            Kernels kernels, float[] w, float[] dW, float[][] moments, long step, double learningRate) {
        float kept = (float) (1 - learningRate * weightDecay);
        for (int i = 0; i < w.length; i++) {
            w[i] *= kept;
        }
        adam.step(kernels, w, dW, moments, step, learningRate);
    }
}
