package io.tidecast.model.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The logistic function and the hyperbolic tangent in `float`, to two units in the last place.
///
/// Both come from one `m = exp(s·x) - 1`, as in [io.tidecast.model.kernel.Activations], but in `float`: `s·x = k ln 2 + r` with
/// `|r| <= ln 2 / 2` (Cody & Waite 1980, chapter 6), `exp(r) - 1` as its Taylor polynomial of degree 7, whose relative error is below
/// 1.5e-8, and `m = 2^k (exp(r) - 1) + (2^k - 1)`. Then
///
/// `tanh(x) = m / (m + 2)` with `s = 2`, and `σ(x) = 1 / (m + 2)` with `s = -1`.
///
/// Beyond `|s·x| = 87` the exponential stays as it is there: σ is then at least 1.6e-38 instead of 0.
/// Only additions, multiplications, fused multiply-adds and one division: the same bits on every machine.
final class VectorActivations {
    private static final VectorSpecies<Float> S = VectorKernels.SPECIES;
    private static final int L = VectorKernels.LANES;

    /// All vectors with σ, or all with tanh; bit `j` set: vector `4n + j` with tanh.
    static final int SIGMOID = 0;
    static final int TANH = 0b1111;

    private static final float SIGMOID_SCALE = -1;
    private static final float TANH_SCALE = 2;

    static final float LARGEST = 87;
    static final float LOG2_E = 0x1.715476p+0f;
    /// ln 2 in two parts.
    static final float LN2_HIGH = 0x1.62e430p-1f;
    static final float LN2_LOW = -0x1.05c610p-29f;
    /// Adding this leaves a number of moderate size rounded to an integer in the low bits, and there larger by the exponent's bias.
    static final float ROUND = 0x1.8p23f + 127;
    /// `m` at the ends.
    static final float HIGHEST = expMinusOne(LARGEST);
    static final float LOWEST = expMinusOne(-LARGEST);

    private VectorActivations() {}

    /// `y = m / (m + 2)` or `1 / (m + 2)`, for `rows` rows of `width` values.
    ///
    /// @param x      rows that begin `step` apart
    /// @param y      overwritten, in the same places; may be `x`
    /// @param width  a multiple of `L`
    /// @param tanhs  which vectors of a row with tanh, [#SIGMOID], [#TANH], or some of these bits
    static void apply(
            float[] x, int xOffset, float[] y, int yOffset, int rows, int width, int step, int tanhs) {
        if (width == step) {
            apply(x, xOffset, y, yOffset, rows * width, tanhs);
            return;
        }
        for (int row = 0; row < rows * step; row += step) {
            apply(x, xOffset + row, y, yOffset + row, width, tanhs);
        }
    }

    /// The same for `length` values without gaps. The ends are put in last, so that the polynomial need not wait for the comparisons.
    private static void apply(float[] x, int xOffset, float[] y, int yOffset, int length, int tanhs) {
        for (int i = 0; i < length; i += L) {
            boolean tanh = (tanhs >> (i / L & 3) & 1) != 0;
            FloatVector t = FloatVector.fromArray(S, x, xOffset + i).mul(tanh ? TANH_SCALE : SIGMOID_SCALE);
            FloatVector shifted = t.fma(FloatVector.broadcast(S, LOG2_E), FloatVector.broadcast(S, ROUND));
            FloatVector k = shifted.sub(ROUND);
            FloatVector r = k.fma(FloatVector.broadcast(S, -LN2_HIGH), t);
            r = k.fma(FloatVector.broadcast(S, -LN2_LOW), r);
            FloatVector p = r.fma(FloatVector.broadcast(S, 1f / 5040), FloatVector.broadcast(S, 1f / 720));
            p = p.fma(r, FloatVector.broadcast(S, 1f / 120));
            p = p.fma(r, FloatVector.broadcast(S, 1f / 24));
            p = p.fma(r, FloatVector.broadcast(S, 1f / 6));
            p = p.fma(r, FloatVector.broadcast(S, 0.5f));
            p = p.mul(r).fma(r, r);
            FloatVector power = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23)
                    .reinterpretAsFloats();
            FloatVector m = power.fma(p, power.sub(1f));
            m = m.blend(HIGHEST, t.compare(VectorOperators.GT, LARGEST))
                    .blend(LOWEST, t.compare(VectorOperators.LT, -LARGEST));
            FloatVector.broadcast(S, tanh ? 1 : 0).fma(m, FloatVector.broadcast(S, tanh ? 0 : 1))
                    .div(m.add(2f)).intoArray(y, yOffset + i);
        }
    }

    /// What [#apply] does to one value, to the bit.
    static float sigmoid(float x) {
        return 1 / (2 + expMinusOne(SIGMOID_SCALE * x));
    }

    /// What [#apply] does to one value, to the bit.
    static float tanh(float x) {
        float m = expMinusOne(TANH_SCALE * x);
        return m / (m + 2);
    }

    private static float expMinusOne(float unbounded) {
        float t = unbounded > LARGEST ? LARGEST : unbounded < -LARGEST ? -LARGEST : unbounded;
        float shifted = Math.fma(t, LOG2_E, ROUND);
        float k = shifted - ROUND;
        float r = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, t));
        float p = Math.fma(r, 1f / 5040, 1f / 720);
        p = Math.fma(p, r, 1f / 120);
        p = Math.fma(p, r, 1f / 24);
        p = Math.fma(p, r, 1f / 6);
        p = Math.fma(p, r, 0.5f);
        p = Math.fma(p * r, r, r);
        float power = Float.intBitsToFloat(Float.floatToRawIntBits(shifted) << 23);
        return Math.fma(power, p, power - 1);
    }
}
