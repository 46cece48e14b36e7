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
    private final int stateSize;
    /// Of the cell state, `H` or 0, and the room of a row of it.
    private final int cells;
    private final int cellWidth;
    /// Outputs of each layer, `[T][B][D·P]`: the hidden states themselves unless two directions are joined, some are
    /// dropped, or their rows have gaps.
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
        stateSize = options.stateSize();
        cells = options.cell().hasCellState() ? options.hiddenSize() : 0;
        cellWidth = layers[0].dC.length / batch;
        collects = options.bidirectional() || options.dropout() > 0
                || layers[0].stateWidth != options.stateSize();
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

    /// Switches dropout, which is off at first, on for the following forward passes, with masks that depend on `seed` alone.
    public void drawDropout(long seed) {
        training = options.dropout() > 0;
        for (int l = 0; l < masks.length; l++) {
            masks[l].draw(seed + l);
        }
    }

    /// The factors of the outputs of layer `l`, each 0 or `1/(1-p)`, `[T][B][D·P]`; the array itself.
    public float[] mask(int l) {
        return masks[l].factors();
    }

    /// Copies the state as it was after the first `n` steps of each layer in its own direction, 0 for the initial one.
    ///
    /// @param to `[stateSize(B)]` from `offset`, in the layout of [RecurrentStack]
    public void copyState(int n, float[] to, int offset) {
        for (int i = 0; i < layers.length; i++) {
            LayerTape layer = layers[i];
            int row = layer.state(n, steps) * batch;
            copyRows(layer.h, row * layer.stateWidth, layer.stateWidth, to, offset + h(i), stateSize);
            copyRows(layer.c, row * cellWidth, cellWidth, to, offset + c(i), cells);
        }
    }

    /// Gives the gradient of the final state, for the backward pass after this; without it that gradient is zero.
    public void setStateGradient(float[] from) {
        for (int i = 0; i < layers.length; i++) {
            copyRows(from, h(i), stateSize, layers[i].dH, 0, layers[i].stateWidth);
            copyRows(from, c(i), cells, layers[i].dC, 0, cellWidth);
        }
    }

    /// Says that nobody asks for the gradient of the initial state: backward passes over this tape then leave it out, which spares one
    /// product of as many as there are steps.
    public void forgetStateGradient() {
        for (var layer : layers) {
            layer.keepsStateGradient = false;
        }
    }

    /// Copies the gradient of the initial state, after a backward pass.
    public void copyStateGradient(float[] to) {
        for (int i = 0; i < layers.length; i++) {
            copyRows(layers[i].dH, 0, layers[i].stateWidth, to, h(i), stateSize);
            copyRows(layers[i].dC, 0, cellWidth, to, c(i), cells);
        }
    }

    /// Where the hidden state of layer `i` begins in a whole state.
    private int h(int i) {
        return i * batch * stateSize;
    }

    /// Where its cell state begins.
    private int c(int i) {
        return (layers.length * stateSize + i * cells) * batch;
    }

    /// Copies `batch` rows from one width to another; what is in the gaps stays.
    private void copyRows(float[] from, int fromOffset, int fromWidth, float[] to, int toOffset,
            int toWidth) {
        if (fromWidth == toWidth) {
            System.arraycopy(from, fromOffset, to, toOffset, batch * toWidth);
            return;
        }
        for (int b = 0; b < batch; b++) {
            System.arraycopy(from, fromOffset + b * fromWidth, to, toOffset + b * toWidth,
                    Math.min(fromWidth, toWidth));
        }
    }

    /// Takes the input and the initial state of a forward pass; clears the gradients of the final state.
    void begin(float[] input, int inputOffset, int length, float[] state, int stateOffset) {
        checkInput(input.length - inputOffset, options.inputSize(), length);
        check("values of the state", c(layers.length), Integer.MAX_VALUE, state.length - stateOffset);
        x = input;
        xOffset = inputOffset;
        steps = length;
        for (int i = 0; i < layers.length; i++) {
            LayerTape layer = layers[i];
            int row = layer.state(0, steps) * batch;
            copyRows(state, stateOffset + h(i), stateSize, layer.h, row * layer.stateWidth, layer.stateWidth);
            copyRows(state, stateOffset + c(i), cells, layer.c, row * cellWidth, cellWidth);
            Arrays.fill(layer.dH, 0);
            Arrays.fill(layer.dC, 0);
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
            int width = layer.stateWidth;
            int first = layer.after(0) * batch * width;
            for (int row = 0; row < steps * batch; row++) {
                System.arraycopy(
                        layer.h, first + row * width, y[l], (row * options.directions() + d) * size, size);
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
