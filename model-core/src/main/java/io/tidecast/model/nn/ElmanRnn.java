package io.tidecast.model.nn;

import io.tidecast.model.kernel.Kernels;

/// The simple recurrent network (Elman 1990), as `torch.nn.RNN`.
///
/// `h' = φ(W_ih x + b_ih + W_hh h + b_hh)`, with `φ` = tanh or relu.
public record ElmanRnn(Nonlinearity nonlinearity) implements Cell {
    /// What is applied to the pre-activation.
    public enum Nonlinearity {
        TANH, RELU
    }

    /// With tanh.
    public ElmanRnn() {
        this(Nonlinearity.TANH);
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
        switch (nonlinearity) {
            case TANH -> kernels.tanh(tape.m, h, n);
            case RELU -> relu(tape.m, h, n);
        }
    }

    /// `dZ = dH φ'(z)`, with `tanh'(z) = 1 - h²` and `relu'(z) = 1` where `h > 0`, else 0.
    @Override
    public void backward(float[] w, float[] dW, int offset, LayerTape tape, int t) {
        int n = tape.batch * tape.hidden;
        for (int j = 0; j < n; j++) {
            float h = tape.m[tape.m(t) + j];
            float slope = switch (nonlinearity) {
                case TANH -> 1 - h * h;
                case RELU -> h > 0 ? 1 : 0;
            };
            tape.z[t * n + j] = tape.dM[j] * slope;
            tape.dM[j] = 0;
        }
    }

    private static void relu(float[] a, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            a[i] = Math.max(a[i], 0);
        }
    }
}
