package io.tidecast.model.nn;

import io.tidecast.model.kernel.Kernels;
import java.util.Arrays;

/// The simple recurrent network (Elman 1990), as `torch.nn.RNN`: `h' = φ(W_ih x + b_ih + W_hh h + b_hh)`.
///
/// @param activation `φ`; PyTorch offers tanh and relu, Elman used the logistic function
public record ElmanRnn(Activation activation) implements Cell {

    /// With tanh.
    public ElmanRnn() {
        this(Activation.TANH);
    }

    @Override
    public int gates() {
        return 1;
    }

    /// `h' = φ(z)`
    @Override
    public void forward(Kernels kernels, float[] w, int offset, LayerTape tape, int t) {
        int n = tape.batch * tape.hidden;
        int h = tape.m(t);
        System.arraycopy(tape.z, t * n, tape.m, h, n);
        activation.forward(kernels, tape.m, h, n);
    }

    /// `dZ = dH·φ'(z)`, and for the step before `dH = 0`.
    @Override
    public void backward(float[] w, float[] dW, int offset, LayerTape tape, int t) {
        int n = tape.batch * tape.hidden;
        System.arraycopy(tape.dM, 0, tape.z, t * n, n);
        activation.backward(tape.m, tape.m(t), tape.z, t * n, n);
        Arrays.fill(tape.dM, 0);
    }
}
