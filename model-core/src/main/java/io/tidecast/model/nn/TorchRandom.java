package io.tidecast.model.nn;

/// PyTorch's generator on the CPU, so that the same seed gives the same initial weights, bit for bit.
///
/// MT19937 (Matsumoto & Nishimura 1998), seeded by its 2002 recurrence with the low 32 bits of the seed, as
/// `torch.manual_seed` does.
public final class TorchRandom {
    private static final int N = 624;
    private static final int M = 397;

    private final int[] state = new int[N];
    private int next = N;
    /// The second of a pair of normal numbers, or NaN.
    private double spareNormal = Double.NaN;

    public TorchRandom(long seed) {
        state[0] = (int) seed;
        for (int i = 1; i < N; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /// The next 32 random bits.
    public int nextInt() {
        if (next == N) {
            twist();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    /// Uniform on `[low, high)`, as `Tensor.uniform_`: 24 random bits, rounded to `float` once at the end.
    public float uniform(float low, float high) {
        double unit = (nextInt() & 0xFFFFFF) * 0x1p-24;
        return (float) (unit * (high - low) + low);
    }

    /// Fills `length` values from `offset` with [#uniform] numbers on `[-bound, bound)`.
    public void fillUniform(float[] values, int offset, int length, double bound) {
        for (int i = offset; i < offset + length; i++) {
            values[i] = uniform((float) -bound, (float) bound);
        }
    }

    /// Fills `length` values from `offset` with normal numbers of mean 0, as `Tensor.normal_`.
    ///
    /// Box & Muller 1958 on blocks of 16, of which 8 uniform numbers give radii and 8 give angles; a rest below 16 is drawn
    /// again together with the values before it. Fewer than 16 values are drawn in pairs from 53-bit numbers. The bits may
    /// differ from PyTorch's in the last place, as far as its `log`, `cos` and `sin` do.
    public void fillNormal(float[] values, int offset, int length, double deviation) {
        if (length < 16) {
            fillFewNormal(values, offset, length, deviation);
            return;
        }
        for (int i = offset; i < offset + length; i++) {
            values[i] = uniform(0, 1);
        }
        int whole = length - length % 16;
        for (int i = 0; i < whole; i += 16) {
            boxMuller(values, offset + i, deviation);
        }
        if (whole < length) {
            int last = offset + length - 16;
            for (int i = last; i < last + 16; i++) {
                values[i] = uniform(0, 1);
            }
            boxMuller(values, last, deviation);
        }
    }

    /// Sixteen uniform numbers become normal: `√(-2 ln(1-u_j))·cos(2π u_{j+8})`, and the same with sin.
    private static void boxMuller(float[] values, int offset, double deviation) {
        for (int j = offset; j < offset + 8; j++) {
            double radius = deviation * Math.sqrt(-2 * StrictMath.log(1 - values[j]));
            double angle = 2 * Math.PI * values[j + 8];
            values[j] = (float) (radius * StrictMath.cos(angle));
            values[j + 8] = (float) (radius * StrictMath.sin(angle));
        }
    }

    private void fillFewNormal(float[] values, int offset, int length, double deviation) {
        for (int i = 0; i < length; i++) {
            if (Double.isNaN(spareNormal)) {
                double angle = 2 * Math.PI * uniformDouble();
                double radius = Math.sqrt(-2 * StrictMath.log1p(-uniformDouble()));
                spareNormal = radius * StrictMath.sin(angle);
                values[offset + i] = (float) (deviation * (radius * StrictMath.cos(angle)));
            } else {
                values[offset + i] = (float) (deviation * spareNormal);
                spareNormal = Double.NaN;
            }
        }
    }

    /// Uniform on `[0, 1)` from 53 bits of two draws.
    private double uniformDouble() {
        long high = Integer.toUnsignedLong(nextInt());
        long low = Integer.toUnsignedLong(nextInt());
        return ((high << 32 | low) & (1L << 53) - 1) * 0x1p-53;
    }

    private void twist() {
        for (int i = 0; i < N; i++) {
            int y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
            state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        next = 0;
    }
}
