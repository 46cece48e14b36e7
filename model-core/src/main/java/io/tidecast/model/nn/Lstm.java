package io.tidecast.model.nn;

import io.tidecast.model.kernel.GateKernels;
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
    public void forward(Kernels kernels, GateKernels gates, float[] w, int p, LayerTape tape, int t) {
        int row = t * tape.batch;
        int state = tape.batch * tape.width;
        gates.lstm(w, p, tape.z, row, tape.batch, tape.c, tape.before(t) * state, tape.after(t) * state,
                tape.tanhC, row * tape.width, tape.m, tape.m(t));
    }

    @Override
    public void backward(GateKernels gates, float[] w, float[] dW, int p, LayerTape tape, int t) {
        int row = t * tape.batch;
        int state = tape.batch * tape.width;
        gates.lstmBackward(w, dW, p, tape.z, row, tape.batch, tape.c, tape.before(t) * state,
                tape.after(t) * state, tape.tanhC, row * tape.width, tape.dM, tape.dC);
    }
}
