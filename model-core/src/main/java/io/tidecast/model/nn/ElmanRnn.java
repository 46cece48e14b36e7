package io.tidecast.model.nn;

import io.tidecast.model.kernel.GateKernels;
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
    public void forward(Kernels kernels, GateKernels gates, float[] w, int offset, LayerTape tape, int t) {
        int h = tape.m(t);
        gates.copyToStates(tape.z, t * tape.batch, tape.batch, tape.m, h);
        activation.forward(kernels, tape.m, h, tape.batch * tape.width);
    }

    /// `dZ = dH·φ'(z)`, and for the step before `dH = 0`.
    @Override
    public void backward(GateKernels gates, float[] w, float[] dW, int offset, LayerTape tape, int t) {
        activation.backward(tape.m, tape.m(t), tape.dM, 0, tape.batch * tape.width);
        gates.copyFromStates(tape.dM, 0, tape.z, t * tape.batch, tape.batch);
        Arrays.fill(tape.dM, 0);
    }
}
