package io.tidecast.model.nn;

import java.util.Arrays;

/// What the forward pass of a [RecurrentStack] leaves for its backward pass: a [LayerTape] for each layer and direction, and
/// between the layers what is handed on.
public final class StackTape {
    private final RecurrentOptions options;
    /// `[L·D]`
    private final LayerTape[] layers;
    private final int capacity;
    private final int batch;
    /// Outputs of each layer, `[T][B][D·P]`: the hidden states themselves unless two directions are joined or some are
    /// dropped.
    private final float[][] y;
    private final int yOffset;
    private final boolean collects;
    /// Gradients of the inputs of the layers above the first, `[T][B][D·P]`.
    private final float[][] dX;
    private final DropoutMask[] masks;
    private boolean training;
    private float[] x = {};
    private int xOffset;
    private int steps;

    StackTape(RecurrentOptions options, LayerTape[] layers) {
        this.options = options;
        this.layers = layers;
        this.capacity = layers[0].capacity;
        this.batch = layers[0].batch;
        collects = options.bidirectional() || options.dropout() > 0;
        int size = capacity * batch * options.outputSize();
        y = new float[options.layers()][];
        yOffset = collects ? 0 : batch * options.stateSize();
        dX = new float[options.layers()][];
        masks = new DropoutMask[options.layers() - 1];
        for (int l = 0; l < options.layers(); l++) {
            y[l] = collects ? new float[size] : layers[l].h;
            dX[l] = new float[l == 0 ? 0 : size];
            if (l < masks.length) {
                masks[l] = new DropoutMask(options.dropout(), options.dropout() > 0 ? size : 0);
            }
        }
    }

    /// The number of steps of the last forward pass.
    public int steps() {
        return steps;
    }

    public int batch() {
        return batch;
    }

    /// The array that holds the outputs of the top layer, `[steps][B][D·P]` from [#outputOffset].
    public float[] output() {
        return y[y.length - 1];
    }

    public int outputOffset() {
        return yOffset;
    }

    /// Switches dropout on for the following forward passes, with masks that depend on `seed` alone.
    public void drawDropout(long seed) {
        training = options.dropout() > 0;
        for (int l = 0; l < masks.length; l++) {
            masks[l].draw(seed + l);
        }
    }

    /// Switches dropout on with the masks as they are; [#mask] gives them.
    public void keepDropout() {
        training = options.dropout() > 0;
    }

    /// Switches dropout off, as it is at first.
    public void noDropout() {
        training = false;
    }

    /// The factors of the outputs of layer `l`, each 0 or `1/(1-p)`, `[T][B][D·P]`; the array itself.
    public float[] mask(int l) {
        return masks[l].factors();
    }

    /// Copies the state as it was after the first `n` steps of each layer in its own direction, 0 for the initial one.
    ///
    /// @param to `[stateSize(B)]` from `offset`, in the layout of [RecurrentStack]
    public void copyState(int n, float[] to, int offset) {
        int hidden = batch * options.stateSize();
        int cells = layers[0].dC.length;
        for (int i = 0; i < layers.length; i++) {
            int s = layers[i].state(n, steps);
            System.arraycopy(layers[i].h, s * hidden, to, offset + i * hidden, hidden);
            System.arraycopy(layers[i].c, s * cells, to, offset + layers.length * hidden + i * cells, cells);
        }
    }

    /// Gives the gradient of the final state, for the backward pass after this; without it that gradient is zero.
    public void setStateGradient(float[] from) {
        int hidden = batch * options.stateSize();
        int cells = layers[0].dC.length;
        for (int i = 0; i < layers.length; i++) {
            System.arraycopy(from, i * hidden, layers[i].dH, 0, hidden);
            System.arraycopy(from, layers.length * hidden + i * cells, layers[i].dC, 0, cells);
        }
    }

    /// Copies the gradient of the initial state, after a backward pass.
    public void copyStateGradient(float[] to) {
        int hidden = batch * options.stateSize();
        int cells = layers[0].dC.length;
        for (int i = 0; i < layers.length; i++) {
            System.arraycopy(layers[i].dH, 0, to, i * hidden, hidden);
            System.arraycopy(layers[i].dC, 0, to, layers.length * hidden + i * cells, cells);
        }
    }

    /// Takes the input and the initial state of a forward pass; clears the gradients of the final state.
    void begin(float[] input, int inputOffset, int length, float[] state, int stateOffset) {
        int hidden = batch * options.stateSize();
        int cells = layers[0].dC.length;
        checkInput(input.length - inputOffset, options.inputSize(), length);
        check("values of the state", layers.length * (hidden + cells), Integer.MAX_VALUE,
                state.length - stateOffset);
        x = input;
        xOffset = inputOffset;
        steps = length;
        for (int i = 0; i < layers.length; i++) {
            int s = layers[i].state(0, steps);
            System.arraycopy(state, stateOffset + i * hidden, layers[i].h, s * hidden, hidden);
            System.arraycopy(
                    state, stateOffset + layers.length * hidden + i * cells, layers[i].c, s * cells, cells);
            Arrays.fill(layers[i].dH, 0);
            Arrays.fill(layers[i].dC, 0);
        }
    }

    LayerTape layer(int i) {
        return layers[i];
    }

    float[] input(int l) {
        return l == 0 ? x : y[l - 1];
    }

    int inputOffset(int l) {
        return l == 0 ? xOffset : yOffset;
    }

    /// Joins the hidden states of both directions and drops some, unless the outputs are the hidden states themselves.
    void collectOutput(int l) {
        if (!collects) {
            return;
        }
        int size = options.stateSize();
        for (int d = 0; d < options.directions(); d++) {
            var layer = layers[l * options.directions() + d];
            int first = layer.after(0) * batch * size;
            for (int row = 0; row < steps * batch; row++) {
                System.arraycopy(
                        layer.h, first + row * size, y[l], (row * options.directions() + d) * size, size);
            }
        }
        if (training && l < masks.length) {
            masks[l].apply(y[l], steps * batch * options.outputSize());
        }
    }

    float[] clearedInputGradient(int l) {
        Arrays.fill(dX[l], 0);
        return dX[l];
    }

    /// The gradient of the inputs of layer `l` passed back through the dropout below it.
    float[] droppedInputGradient(int l) {
        if (training) {
            masks[l - 1].apply(dX[l], steps * batch * options.outputSize());
        }
        return dX[l];
    }

    /// Refuses more steps than there is room for, and inputs that are shorter than the steps need.
    void checkInput(int values, int inputSize, int length) {
        check("steps", 1, capacity, length);
        check("values of x", length * batch * inputSize, Integer.MAX_VALUE, values);
    }

    private static void check(String what, int least, int most, int got) {
        if (got < least || got > most) {
            throw new IllegalArgumentException(
                    "%s must be from %d to %d, got %d".formatted(what, least, most, got));
        }
    }
}
