package io.tidecast.model.train;

/// Adam (Kingma & Ba 2015, Algorithm 1), as `torch.optim.Adam`:
///
/// `m = β₁m + (1-β₁)dW`, `v = β₂v + (1-β₂)dW²`, `w -= η/(1-β₁ᵗ) · m / (√v/√(1-β₂ᵗ) + ε)`
///
/// @param learningRate `η`
/// @param beta1        `β₁`
/// @param beta2        `β₂`
/// @param epsilon      `ε`
public record Adam(double learningRate, double beta1, double beta2, double epsilon) implements Optimizer {
    /// Kingma & Ba 2015, section 2.
    public static final Adam DEFAULT = new Adam(1e-3, 0.9, 0.999, 1e-8);

    public Adam withLearningRate(double learningRate) {
        return new Adam(learningRate, beta1, beta2, epsilon);
    }

    @Override
    public int moments() {
        return 2;
    }

    @Override
    public void step(float[] w, float[] dW, float[][] moments, long step) {
        float[] m = moments[0];
        float[] v = moments[1];
        float decay1 = (float) beta1;
        float gain1 = (float) (1 - beta1);
        float decay2 = (float) beta2;
        float gain2 = (float) (1 - beta2);
        float rate = (float) (learningRate / (1 - power(beta1, step)));
        float correction = (float) Math.sqrt(1 - power(beta2, step));
        float floor = (float) epsilon;
        for (int i = 0; i < w.length; i++) {
            m[i] = decay1 * m[i] + gain1 * dW[i];
            v[i] = decay2 * v[i] + gain2 * dW[i] * dW[i];
            w[i] -= rate * m[i] / ((float) Math.sqrt(v[i]) / correction + floor);
        }
    }

    /// `base^exponent` by repeated squaring: the same bits everywhere, and unlike `StrictMath.pow` without garbage.
    private static double power(double base, long exponent) {
        double result = 1;
        double square = base;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            if ((rest & 1) == 1) {
                result *= square;
            }
            square *= square;
        }
        return result;
    }
}
