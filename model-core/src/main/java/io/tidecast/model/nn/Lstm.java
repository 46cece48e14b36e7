package io.tidecast.model.nn;

import io.tidecast.model.kernel.Kernels;

/// Long short-term memory (Hochreiter & Schmidhuber 1997; forget gate by Gers, Schmidhuber & Cummins 2000), as
/// `torch.nn.LSTM`: gates stacked i, f, g, o.
///
/// With `z = W_ih x + b_ih + W_hh h + b_hh`, cut into four blocks of `H`:
///
/// `i = σ(z_i)`, `f = σ(z_f)`, `g = tanh(z_g)`, `o = σ(z_o)`, `c' = f·c + i·g`, `h' = o·tanh(c')`
///
/// With peepholes (Gers & Schmidhuber 2000) the gates also see the cell state through diagonal weights `p`, `[3, H]` in
/// the order i, f, o: `z_i += p_i·c`, `z_f += p_f·c` and `z_o += p_o·c'`. Zero peepholes are the plain LSTM.
public record Lstm(boolean peepholes) implements Cell {

    /// Without peepholes.
    public Lstm() {
        this(false);
    }

    @Override
    public int gates() {
        return 4;
    }

    @Override
    public boolean hasCellState() {
        return true;
    }

    @Override
    public int pointwiseWeights() {
        return peepholes ? 3 : 0;
    }

    /// `z = (z_i, z_f, z_g, z_o)` and `c` give `c'`, `h'`, and `z = (i, f, g, o)`.
    @Override
    public void forward(Kernels kernels, float[] w, int p, LayerTape tape, int t) {
        int H = tape.hidden;
        float[] z = tape.z;
        for (int b = 0; b < tape.batch; b++) {
            int row = t * tape.batch + b;
            int i = row * 4 * H;
            int f = i + H;
            int g = f + H;
            int o = g + H;
            int c = (tape.before(t) * tape.batch + b) * H;
            int next = (tape.after(t) * tape.batch + b) * H;
            int tanhC = row * H;
            if (peepholes) {
                addProduct(z, i, w, p, tape.c, c, H);
                addProduct(z, f, w, p + H, tape.c, c, H);
            }
            kernels.sigmoid(z, i, 2 * H);
            kernels.tanh(z, g, H);
            for (int j = 0; j < H; j++) {
                tape.c[next + j] = z[f + j] * tape.c[c + j] + z[i + j] * z[g + j];
            }
            if (peepholes) {
                addProduct(z, o, w, p + 2 * H, tape.c, next, H);
            }
            kernels.sigmoid(z, o, H);
            System.arraycopy(tape.c, next, tape.tanhC, tanhC, H);
            kernels.tanh(tape.tanhC, tanhC, H);
            int h = tape.m(t) + b * H;
            for (int j = 0; j < H; j++) {
                tape.m[h + j] = z[o + j] * tape.tanhC[tanhC + j];
            }
        }
    }

    /// The chain rule from the last line of the forward pass to the first:
    ///
    /// `dZ_o = dH·tanh(c')·o(1-o)`, `dC += dH·o(1-tanh²(c')) [+ p_o·dZ_o]`, `dZ_i = dC·g·i(1-i)`, `dZ_f = dC·c·f(1-f)`,
    /// `dZ_g = dC·i(1-g²)`, and for the step before `dC = dC·f [+ p_i·dZ_i + p_f·dZ_f]`, `dH = 0`.
    @Override
    public void backward(float[] w, float[] dW, int p, LayerTape tape, int t) {
        int H = tape.hidden;
        for (int b = 0; b < tape.batch; b++) {
            int row = t * tape.batch + b;
            int state = b * H;
            int c = (tape.before(t) * tape.batch + b) * H;
            int z = row * 4 * H;
            for (int j = 0; j < H; j++) {
                float i = tape.z[z + j];
                float f = tape.z[z + H + j];
                float g = tape.z[z + 2 * H + j];
                float o = tape.z[z + 3 * H + j];
                float tanhC = tape.tanhC[row * H + j];
                float dH = tape.dM[state + j];
                float dZo = dH * tanhC * o * (1 - o);
                float dC = tape.dC[state + j] + dH * o * (1 - tanhC * tanhC);
                if (peepholes) {
                    dC += w[p + 2 * H + j] * dZo;
                }
                tape.z[z + j] = dC * g * i * (1 - i);
                tape.z[z + H + j] = dC * tape.c[c + j] * f * (1 - f);
                tape.z[z + 2 * H + j] = dC * i * (1 - g * g);
                tape.z[z + 3 * H + j] = dZo;
                tape.dC[state + j] = dC * f;
                tape.dM[state + j] = 0;
            }
            if (peepholes) {
                backwardPeepholes(w, dW, p, tape, t, b);
            }
        }
    }

    /// `dC += p_i·dZ_i + p_f·dZ_f`, and `dP_i += dZ_i·c`, `dP_f += dZ_f·c`, `dP_o += dZ_o·c'`
    private static void backwardPeepholes(float[] w, float[] dW, int p, LayerTape tape, int t, int b) {
        int H = tape.hidden;
        int z = (t * tape.batch + b) * 4 * H;
        int c = (tape.before(t) * tape.batch + b) * H;
        int next = (tape.after(t) * tape.batch + b) * H;
        addProduct(tape.dC, b * H, w, p, tape.z, z, H);
        addProduct(tape.dC, b * H, w, p + H, tape.z, z + H, H);
        addProduct(dW, p, tape.z, z, tape.c, c, H);
        addProduct(dW, p + H, tape.z, z + H, tape.c, c, H);
        addProduct(dW, p + 2 * H, tape.z, z + 3 * H, tape.c, next, H);
    }

    /// `y += a·b`, element by element
    private static void addProduct(
            float[] y, int yOffset, float[] a, int aOffset, float[] b, int bOffset, int n) {
        for (int j = 0; j < n; j++) {
            y[yOffset + j] += a[aOffset + j] * b[bOffset + j];
        }
    }
}
