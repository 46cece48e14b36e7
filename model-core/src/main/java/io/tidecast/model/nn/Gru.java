package io.tidecast.model.nn;

import io.tidecast.model.kernel.GateKernels;
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
    public void forward(Kernels kernels, GateKernels gates, float[] w, int offset, LayerTape tape, int t) {
        int state = tape.batch * tape.width;
        gates.gru(tape.z, tape.u, t * tape.batch, tape.batch, tape.h, tape.before(t) * state,
                tape.after(t) * state);
    }

    /// To the gradient of the step before the layer still adds `W_hhᵀ dU`.
    @Override
    public void backward(GateKernels gates, float[] w, float[] dW, int offset, LayerTape tape, int t) {
        int before = tape.before(t) * tape.batch * tape.width;
        gates.gruBackward(tape.z, tape.u, t * tape.batch, tape.batch, tape.h, before, tape.dM);
    }
}
