package io.tidecast.model.nn;

import java.util.Arrays;

/// What the forward pass of a [RecurrentStack] leaves for its backward pass: one [LayerTape] for each layer.
public final class StackTape {
    private final RecurrentOptions options;
    private final LayerTape[] layers;
    private final int capacity;
    private final int batch;
    /// Gradients of the inputs of the layers above the first, `[T][B][P]`.
    private final float[][] dX;
    private float[] x = {};
    private int xOffset;
    private int steps;

    StackTape(RecurrentOptions options, LayerTape[] layers) {
        this.options = options;
        this.layers = layers;
        this.capacity = layers[0].capacity;
        this.batch = layers[0].batch;
        this.dX = new float[layers.length][];
        for (int l = 0; l < layers.length; l++) {
            dX[l] = new float[l == 0 ? 0 : capacity * batch * options.stateSize()];
        }
    }

    /// The number of steps of the last forward pass.
    public int steps() {
        return steps;
    }

    public int batch() {
        return batch;
    }

    /// The array that holds the outputs, the top layer's hidden states, `[steps][B][P]` from [#outputOffset].
    public float[] output() {
        return layers[layers.length - 1].h;
    }

    public int outputOffset() {
        return batch * options.stateSize();
    }

    /// Copies the state as it was after the first `t` steps, 0 for the initial one.
    ///
    /// @param to `[stateSize(B)]` from `offset`, in the layout of [RecurrentStack]
    public void copyState(int t, float[] to, int offset) {
        int hidden = batch * options.stateSize();
        int cells = layers[0].dC.length;
        for (int l = 0; l < layers.length; l++) {
            System.arraycopy(layers[l].h, t * hidden, to, offset + l * hidden, hidden);
            System.arraycopy(layers[l].c, t * cells, to, offset + layers.length * hidden + l * cells, cells);
        }
    }

    /// Takes the input and the initial state of a forward pass; clears the gradients of the final state.
    void begin(float[] input, int inputOffset, int length, float[] state, int stateOffset) {
        check("steps", 1, capacity, length);
        check("values of x", length * batch * options.inputSize(), Integer.MAX_VALUE,
                input.length - inputOffset);
        int hidden = batch * options.stateSize();
        int cells = layers[0].dC.length;
        check("values of the state", layers.length * (hidden + cells), Integer.MAX_VALUE,
                state.length - stateOffset);
        x = input;
        xOffset = inputOffset;
        steps = length;
        for (int l = 0; l < layers.length; l++) {
            System.arraycopy(state, stateOffset + l * hidden, layers[l].h, 0, hidden);
            System.arraycopy(state, stateOffset + layers.length * hidden + l * cells, layers[l].c, 0, cells);
            Arrays.fill(layers[l].dH, 0);
            Arrays.fill(layers[l].dC, 0);
        }
    }

    LayerTape layer(int l) {
        return layers[l];
    }

    float[] input(int l) {
        return l == 0 ? x : layers[l - 1].h;
    }

    int inputOffset(int l) {
        return l == 0 ? xOffset : outputOffset();
    }

    float[] clearedInputGradient(int l) {
        Arrays.fill(dX[l], 0);
        return dX[l];
    }

    private static void check(String what, int least, int most, int got) {
        if (got < least || got > most) {
            throw new IllegalArgumentException(
                    "%s must be from %d to %d, got %d".formatted(what, least, most, got));
        }
    }
}
