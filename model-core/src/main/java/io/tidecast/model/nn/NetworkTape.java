package io.tidecast.model.nn;

import java.util.Arrays;

/// What the forward pass of a [RecurrentNetwork] leaves for its backward pass.
public final class NetworkTape {
    private final StackTape stack;
    private final float[] output;
    private final float[] outputGradient;
    private final float[] hiddenGradient;

    NetworkTape(NetworkOptions options, StackTape stack, int capacity) {
        this.stack = stack;
        int rows = capacity * stack.batch();
        output = new float[rows * options.outputSize()];
        outputGradient = new float[output.length];
        hiddenGradient = new float[rows * options.recurrent().stateSize()];
    }

    /// The network's outputs, `[steps][B][O]`.
    public float[] output() {
        return output;
    }

    /// The gradients of the outputs, `[steps][B][O]`, to be filled before the backward pass.
    public float[] outputGradient() {
        return outputGradient;
    }

    /// `steps · B` of the last forward pass: the number of output rows.
    public int rows() {
        return stack.steps() * stack.batch();
    }

    /// The recurrent layers' share.
    public StackTape stack() {
        return stack;
    }

    /// Copies the state as it was after the first `t` steps, 0 for the initial one.
    public void copyState(int t, float[] to, int offset) {
        stack.copyState(t, to, offset);
    }

    float[] clearedHiddenGradient() {
        Arrays.fill(hiddenGradient, 0);
        return hiddenGradient;
    }
}
