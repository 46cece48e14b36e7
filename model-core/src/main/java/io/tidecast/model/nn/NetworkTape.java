package io.tidecast.model.nn;

import java.util.Arrays;

/// What the forward pass of a [RecurrentNetwork] leaves for its backward pass.
public final class NetworkTape {
    private final NetworkOptions options;
    private final StackTape stack;
    private final float[] embedded;
    private final float[] embeddedGradient;
    private final float[] output;
    private final float[] outputGradient;
    private final float[] hiddenGradient;
    private float[] x = {};
    private int xOffset;
    private int steps;

    NetworkTape(NetworkOptions options, StackTape stack, int capacity) {
        this.options = options;
        this.stack = stack;
        int rows = capacity * stack.batch();
        embedded = new float[options.embedding().isPresent() ? rows * options.recurrent().inputSize() : 0];
        embeddedGradient = new float[embedded.length];
        output = new float[(options.head() == Head.LAST_STEP ? stack.batch() : rows) * options.outputSize()];
        outputGradient = new float[output.length];
        hiddenGradient = new float[options.head() == Head.NONE ? 0 : rows * options.recurrent().outputSize()];
    }

    /// The network's outputs, `[rows][O]`.
    public float[] output() {
        return output;
    }

    /// The gradients of the outputs, `[rows][O]`, to be filled before the backward pass.
    public float[] outputGradient() {
        return outputGradient;
    }

    /// The number of output rows of the last forward pass: `steps·B`, or `B` if the head sees the last step only.
    public int rows() {
        return options.head() == Head.LAST_STEP ? stack.batch() : steps * stack.batch();
    }

    /// The number of steps of the last forward pass.
    public int steps() {
        return steps;
    }

    /// The recurrent layers' share.
    public StackTape stack() {
        return stack;
    }

    /// Copies the state as it was after the first `n` steps, 0 for the initial one.
    public void copyState(int n, float[] to, int offset) {
        stack.copyState(n, to, offset);
    }

    void begin(float[] input, int inputOffset, int length) {
        stack.checkInput(input.length - inputOffset, options.inputSize(), length);
        x = input;
        xOffset = inputOffset;
        steps = length;
    }

    float[] x() {
        return x;
    }

    int xOffset() {
        return xOffset;
    }

    float[] embedded() {
        return embedded;
    }

    float[] clearedEmbeddedGradient() {
        Arrays.fill(embeddedGradient, 0);
        return embeddedGradient;
    }

    float[] clearedHiddenGradient() {
        Arrays.fill(hiddenGradient, 0);
        return hiddenGradient;
    }
}
