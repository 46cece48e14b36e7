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

    static final float SIGMOID_SCALE = -1;
    static final float TANH_SCALE = 2;

    private static final float LARGEST = 87;
    private static final float LOG2_E = 0x1.715476p+0f;
    /// ln 2 in two parts.
    private static final float LN2_HIGH = 0x1.62e430p-1f;
    private static final float LN2_LOW = -0x1.05c610p-29f;
    /// Adding this leaves a number of moderate size rounded to an integer in the low bits.
    private static final float ROUND = 0x1.8p23f;

    private VectorActivations() {}

    /// `y = (a + b·m) / (m + 2)`, `m = exp(s·x) - 1`, for `rows` rows of `width` values.
    ///
    /// @param x        rows that begin `step` apart
    /// @param y        overwritten, in the same places; may be `x`
    /// @param width    a multiple of `L`
    /// @param pattern  `s`, `a` and `b` of the columns of a row, `[3][pattern.length / 3]`
    static void apply(
            float[] x, int xOffset, float[] y, int yOffset, int rows, int width, int step, float[] pattern) {
        if (width == step) {
            apply(x, xOffset, y, yOffset, rows * width, pattern);
            return;
        }
        for (int row = 0; row < rows * step; row += step) {
            apply(x, xOffset + row, y, yOffset + row, width, pattern);
        }
    }

    /// The same for `length` values without gaps; the pattern has 1, 2 or 4 vectors.
    private static void apply(
            float[] x, int xOffset, float[] y, int yOffset, int length, float[] pattern) {
        int period = pattern.length / 3;
        for (int i = 0; i < length; i += L) {
            int j = i & period - 1;
            FloatVector t = FloatVector.fromArray(S, x, xOffset + i)
                    .mul(FloatVector.fromArray(S, pattern, j));
            VectorMask<Float> high = t.compare(VectorOperators.GT, LARGEST);
            VectorMask<Float> low = t.compare(VectorOperators.LT, -LARGEST);
            t = t.blend(LARGEST, high).blend(-LARGEST, low);
            FloatVector shifted = t.fma(FloatVector.broadcast(S, LOG2_E),
                    FloatVector.broadcast(S, ROUND));
            FloatVector k = shifted.sub(ROUND);
            FloatVector r = k.fma(FloatVector.broadcast(S, -LN2_HIGH), t);
            r = k.fma(FloatVector.broadcast(S, -LN2_LOW), r);
            FloatVector p = r.fma(FloatVector.broadcast(S, 1f / 5040),
                    FloatVector.broadcast(S, 1f / 720));
            p = p.fma(r, FloatVector.broadcast(S, 1f / 120));
            p = p.fma(r, FloatVector.broadcast(S, 1f / 24));
            p = p.fma(r, FloatVector.broadcast(S, 1f / 6));
            p = p.fma(r, FloatVector.broadcast(S, 0.5f));
            p = p.mul(r).fma(r, r);
            FloatVector power = shifted.reinterpretAsInts().add(127).lanewise(VectorOperators.LSHL, 23)
                    .reinterpretAsFloats();
            FloatVector m = power.fma(p, power.sub(1f));
            FloatVector.fromArray(S, pattern, 2 * period + j)
                    .fma(m, FloatVector.fromArray(S, pattern, period + j)).div(m.add(2f))
                    .intoArray(y, yOffset + i);
        }
    }

    /// The pattern of `vectors` neighbouring vectors.
    ///
    /// @param tanh for each, whether it is tanh instead of σ
    static float[] pattern(boolean... tanh) {
        int period = L * tanh.length;
        float[] pattern = new float[3 * period];
        for (int i = 0; i < period; i++) {
            boolean isTanh = tanh[i / L];
            pattern[i] = isTanh ? TANH_SCALE : SIGMOID_SCALE;
            pattern[period + i] = isTanh ? 0 : 1;
            pattern[2 * period + i] = isTanh ? 1 : 0;
        }
        return pattern;
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
        float power = Float.intBitsToFloat((Float.floatToRawIntBits(shifted) + 127) << 23);
        return Math.fma(power, p, power - 1);
    }
}
