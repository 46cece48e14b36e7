package io.tidecast.model.nn;

/// Inverted dropout (Srivastava et al. 2014), as `torch.nn.functional.dropout`: `y = x·f`, with `f` = 0 with probability
/// `p`, else `1/(1-p)`. The gradient is the same product.
final class DropoutMask {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private final double probability;
    private final float[] factors;

    DropoutMask(double probability, int size) {
        this.probability = probability;
        this.factors = new float[size];
    }

    float[] factors() {
        return factors;
    }

    /// Draws the factors. They are a pure function of the seed (SplitMix64, Steele, Lea & Flood 2014), so that nothing has
    /// to be remembered.
    void draw(long seed) {
        long state = mix(seed);
        float kept = (float) (1 / (1 - probability));
        for (int i = 0; i < factors.length; i++) {
            state += GOLDEN_GAMMA;
            factors[i] = (mix(state) >>> 11) * 0x1p-53 < probability ? 0 : kept;
        }
    }

    void apply(float[] a, int length) {
        for (int i = 0; i < length; i++) {
            a[i] *= factors[i];
        }
    }

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
