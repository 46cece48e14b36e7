package io.tidecast.model.nn;

import io.tidecast.model.kernel.Kernels;

/// The gated recurrent unit (Cho et al. 2014), as `torch.nn.GRU`: gates stacked r, z, n, the reset applied after the
/// recurrent product.
///
/// With `a = W_ih x + b_ih` and `u = W_hh h + b_hh`, each cut into three blocks of `H`:
///
/// `r = σ(a_r + u_r)`, `z = σ(a_z + u_z)`, `n = tanh(a_n + r·u_n)`, `h' = (1 - z)·n + z·h`
public record Gru() implements Cell {

    @Override
    public int gates() {
        return 3;
    }

    @Override
    public boolean separatesRecurrentProduct() {
        return true;
    }

    /// `a`, `u` and `h` give `h'`, and `a = (r, z, n)`.
    @Override
    public void forward(Kernels kernels, float[] w, int offset, LayerTape tape, int t) {
        int H = tape.hidden;
        float[] a = tape.z;
        float[] u = tape.u;
        for (int b = 0; b < tape.batch; b++) {
            int row = t * tape.batch + b;
            int r = row * 3 * H;
            int z = r + H;
            int n = z + H;
            for (int j = r; j < n; j++) {
                a[j] += u[j];
            }
            kernels.sigmoid(a, r, 2 * H);
            for (int j = 0; j < H; j++) {
                a[n + j] += a[r + j] * u[n + j];
            }
            kernels.tanh(a, n, H);
            int h = (tape.before(t) * tape.batch + b) * H;
            int next = (tape.after(t) * tape.batch + b) * H;
            for (int j = 0; j < H; j++) {
                tape.h[next + j] = (1 - a[z + j]) * a[n + j] + a[z + j] * tape.h[h + j];
            }
        }
    }

    /// `dA_n = dH(1-z)(1-n²)`, `dU_n = dA_n·r`, `dA_r = dU_r = dA_n·u_n·r(1-r)`, `dA_z = dU_z = dH(h-n)z(1-z)`, and for
    /// the step before `dH = dH·z`, to which the layer adds `W_hhᵀ dU`.
    @Override
    public void backward(float[] w, float[] dW, int offset, LayerTape tape, int t) {
        int H = tape.hidden;
        for (int b = 0; b < tape.batch; b++) {
            int row = t * tape.batch + b;
            int a = row * 3 * H;
            int before = (tape.before(t) * tape.batch + b) * H;
            for (int j = 0; j < H; j++) {
                float r = tape.z[a + j];
                float z = tape.z[a + H + j];
                float n = tape.z[a + 2 * H + j];
                float h = tape.h[before + j];
                float dH = tape.dM[b * H + j];
                float dAn = dH * (1 - z) * (1 - n * n);
                float dAr = dAn * tape.u[a + 2 * H + j] * r * (1 - r);
                float dAz = dH * (h - n) * z * (1 - z);
                tape.z[a + j] = dAr;
                tape.u[a + j] = dAr;
                tape.z[a + H + j] = dAz;
                tape.u[a + H + j] = dAz;
                tape.z[a + 2 * H + j] = dAn;
                tape.u[a + 2 * H + j] = dAn * r;
                tape.dM[b * H + j] = dH * z;
            }
        }
    }
}
