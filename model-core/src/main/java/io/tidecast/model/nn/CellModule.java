package io.tidecast.model.nn;

import io.tidecast.model.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/// One step of one recurrent layer, used as `torch.nn.RNNCell`, `LSTMCell` and `GRUCell` are: the caller holds the state and
/// hands it on. Its parameters are `weight_ih`, `weight_hh`, `bias_ih` and `bias_hh`.
public final class CellModule {
    /// The state between two steps.
    ///
    /// @param h hidden state, `[B, H]`
    /// @param c cell state, `[B, H]`; null if the cell has none
    public record State(Tensor h, @Nullable Tensor c) {}

    private final Cell cell;
    private final int inputSize;
    private final int hiddenSize;
    private final RecurrentLayer layer;
    private final Parameters parameters;

    public CellModule(Cell cell, int inputSize, int hiddenSize, boolean bias, Kernels kernels) {
        this.cell = cell;
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        var layout = new Parameters.Layout();
        var options = new RecurrentOptions(cell, inputSize, hiddenSize).withBias(bias);
        layer = new RecurrentLayer(options, inputSize, false, layout, "", "", kernels);
        parameters = layout.allocate();
    }

    public Parameters parameters() {
        return parameters;
    }

    /// Draws the weights as PyTorch does after `torch.manual_seed(seed)`.
    public void initialise(long seed) {
        layer.initialise(parameters, new TorchRandom(seed), InitialisationOptions.PYTORCH);
    }

    /// The state that begins a sequence: zero.
    public State zeroState(int batch) {
        return new State(
                Tensor.zeros(batch, hiddenSize),
                cell.hasCellState() ? Tensor.zeros(batch, hiddenSize) : null);
    }

    /// The state after one input.
    ///
    /// @param x `[B, I]`
    /// @throws IllegalArgumentException when a shape is wrong
    public State forward(Tensor x, State state) {
        int batch = x.shape().getFirst();
        x.require("x", batch, inputSize);
        var tape = layer.newTape(1, batch);
        copyRows(state.h().require("h", batch, hiddenSize).values(), 0, hiddenSize, tape.h, tape.width,
                batch);
        if (state.c() != null) {
            copyRows(state.c().require("c", batch, hiddenSize).values(), 0, hiddenSize, tape.c, tape.width,
                    batch);
        }
        layer.forward(parameters.values(), x.values(), 0, 1, tape);
        return new State(after(tape.h, tape.width, batch),
                cell.hasCellState() ? after(tape.c, tape.width, batch) : null);
    }

    private Tensor after(float[] states, int width, int batch) {
        float[] after = new float[batch * hiddenSize];
        copyRows(states, batch * width, width, after, hiddenSize, batch);
        return new Tensor(after, batch, hiddenSize);
    }

    private void copyRows(float[] from, int fromOffset, int fromWidth, float[] to, int toWidth, int batch) {
        for (int b = 0; b < batch; b++) {
            System.arraycopy(from, fromOffset + b * fromWidth, to, b * toWidth, hiddenSize);
        }
    }
}
