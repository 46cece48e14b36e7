package io.tidecast.model.train;

import io.tidecast.model.kernel.Kernels;

/// Adam (Kingma & Ba 2015, Algorithm 1), as `torch.optim.Adam`. With `g = dW + λw`:
///
/// `m = β₁m + (1-β₁)g`, `v = β₂v + (1-β₂)g²`, `w -= η/(1-β₁ᵗ) · m / (√v/√(1-β₂ᵗ) + ε)`
///
/// With AMSGrad (Reddi, Kale & Kumar 2018) the largest `v` so far takes the place of `v` in the last formula.
///
/// @param learningRate `η`
/// @param beta1        `β₁`
/// @param beta2        `β₂`
/// @param epsilon      `ε`
/// @param weightDecay  `λ`, a part of the gradient; see [AdamW] for the other kind
/// @param amsgrad      whether to use AMSGrad
public record Adam(
        double learningRate, double beta1, double beta2, double epsilon, double weightDecay, boolean amsgrad)
        implements
            Optimizer {
    /// Kingma & Ba 2015, section 2.
    public static final Adam DEFAULT = new Adam(1e-3, 0.9, 0.999, 1e-8, 0, false);

    public Adam withLearningRate(double learningRate) {
        return new Adam(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad);
    }

    public Adam withWeightDecay(double weightDecay) {
        return new Adam(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad);
    }

    public Adam withAmsgrad(boolean amsgrad) {
        return new Adam(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad);
    }

    @Override
    public int moments() {
        return amsgrad ? 3 : 2;
    }

    @Override
    public void step(
            Kernels kernels, float[] w, float[] dW, float[][] moments, long step, double learningRate) {
        double beta1Power = power(beta1, step);
        double beta2Power = power(beta2, step);
        kernels.adam(w, dW, moments[0], moments[1], amsgrad ? moments[2] : null, (float) weightDecay,
                (float) beta1, (float) (1 - beta1), (float) beta2, (float) (1 - beta2),
                (float) (learningRate / (1 - beta1Power)), (float) (1 / Math.sqrt(1 - beta2Power)),
                (float) epsilon);
    }

    /// `baseⁿ` by repeated squaring, because `StrictMath.pow` may allocate.
    static double power(double base, long n) {
        double result = 1;
        double square = base;
        for (long rest = n; rest > 0; rest >>= 1) {
            if ((rest & 1) == 1) {
                result *= square;
            }
            square *= square;
        }
        return result;
    }
}
