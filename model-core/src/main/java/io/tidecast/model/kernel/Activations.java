package io.tidecast.model.kernel;

/// The logistic function and the hyperbolic tangent, to half a unit in the last place of `float` and 1/50000 of one.
///
/// `Math.exp` and `Math.tanh` may differ between processors, and `StrictMath` is slow. Both functions are therefore formed
/// from one own `exp(x) - 1` that uses only additions, multiplications and one division, all of them exact to the bit on
/// every machine: `x = k ln 2 + r` with `|r| <= ln 2 / 2` (Cody & Waite 1980, chapter 6), and
/// `exp(x) - 1 = 2^k (exp(r) - 1) + (2^k - 1)` with `exp(r) - 1` as its Taylor polynomial of degree 10, whose relative error
/// is below 7e-13. It is formed in `double` and rounded once.
public final class Activations {
    /// Beyond this `exp` is far outside what `float` can tell from zero or infinity, and still inside `double`.
    private static final double LARGEST = 700;

    private static final double LOG2_E = 1.4426950408889634;
    /// ln 2 in two parts; the high one has 21 trailing zero bits, so that `k * LN2_HIGH` is exact.
    private static final double LN2_HIGH = 0x1.62e42fee00000p-1;
    private static final double LN2_LOW = 0x1.a39ef35793c76p-33;
    /// Adding this leaves a number of moderate size rounded to an integer in the low bits.
    private static final double ROUND = 0x1.8p52;

    private Activations() {}

    /// `1 / (1 + exp(-x))`
    public static float sigmoid(float x) {
        return (float) (1 / (2 + expMinusOne(-x)));
    }

    /// `(exp(2x) - 1) / (exp(2x) + 1)`
    public static float tanh(float x) {
        double m = expMinusOne(2.0 * x);
        return (float) (m / (m + 2));
    }

    /// `exp(x) - 1`, with small relative error also near zero. NaN gives NaN.
    private static double expMinusOne(double unbounded) {
        double x = unbounded > LARGEST ? LARGEST : unbounded < -LARGEST ? -LARGEST : unbounded;
        double shifted = x * LOG2_E + ROUND;
        double k = shifted - ROUND;
        double r = (x - k * LN2_HIGH) - k * LN2_LOW;
        double power = Double.longBitsToDouble((Double.doubleToRawLongBits(shifted) + 1023) << 52);
        return power * taylor(r) + (power - 1);
    }

    /// `Σ_{n=1..10} r^n / n!`
    private static double taylor(double r) {
        double sum = 1.0 / 3628800;
        sum = sum * r + 1.0 / 362880;
        sum = sum * r + 1.0 / 40320;
        sum = sum * r + 1.0 / 5040;
        sum = sum * r + 1.0 / 720;
        sum = sum * r + 1.0 / 120;
        sum = sum * r + 1.0 / 24;
        sum = sum * r + 1.0 / 6;
        sum = sum * r + 0.5;
        return sum * r * r + r;
    }
}
