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

    private void twist() {
        for (int i = 0; i < N; i++) {
            int y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
            state[i] = state[(i + M) % N] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        next = 0;
    }
}
