package io.tidecast.model.nn;

import io.tidecast.model.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/// Recurrent layers on top of each other, as `torch.nn.RNN`, `LSTM` and `GRU`.
///
/// Its state is flat: the hidden states `[L·D][B][P]`, then, if the cell has them, the cell states `[L·D][B][H]`. These
/// are PyTorch's `h_0` and `c_0`, one after the other; the `D` directions of a layer are neighbours.
public final class RecurrentStack {
    private final RecurrentOptions options;
    /// `[L·D]`
    private final RecurrentLayer[] layers;

    /// @param layout receives the parameters
    /// @param prefix of their names, for example `rnn.`
    public RecurrentStack(
            RecurrentOptions options, Parameters.Layout layout, String prefix, Kernels kernels) {
        this.options = options;
        int directions = options.directions();
        layers = new RecurrentLayer[options.layers() * directions];
        for (int i = 0; i < layers.length; i++) {
            int inputs = i < directions ? options.inputSize() : options.outputSize();
            boolean reverse = i % directions == 1;
            String suffix = "_l" + i / directions + (reverse ? "_reverse" : "");
            layers[i] = new RecurrentLayer(options, inputs, reverse, layout, prefix, suffix, kernels);
        }
    }

    public RecurrentOptions options() {
        return options;
    }

    /// The number of values of the whole state, for `batch` rows.
    public int stateSize(int batch) {
        int cells = options.cell().hasCellState() ? options.hiddenSize() : 0;
        return layers.length * batch * (options.stateSize() + cells);
    }

    /// Room for a forward pass over at most `capacity` steps.
    public StackTape newTape(int capacity, int batch) {
        RecurrentOptions.requirePositive("capacity", capacity);
        RecurrentOptions.requirePositive("batch", batch);
        var tapes = new LayerTape[layers.length];
        for (int i = 0; i < layers.length; i++) {
            tapes[i] = layers[i].newTape(capacity, batch);
        }
        return new StackTape(options, tapes);
    }

    /// Runs over a sequence; the outputs and the states are then on the tape.
    ///
    /// @param x     `[steps][B][I]` from `xOffset`; the backward pass reads it again
    /// @param state the state before the first step, `[stateSize(B)]` from `stateOffset`
    public void forward(
            float[] w, float[] x, int xOffset, int steps, float[] state, int stateOffset, StackTape tape) {
        tape.begin(x, xOffset, steps, state, stateOffset);
        for (int l = 0; l < options.layers(); l++) {
            for (int i = l * options.directions(); i < (l + 1) * options.directions(); i++) {
                layers[i].forward(w, tape.input(l), tape.inputOffset(l), steps, tape.layer(i));
            }
            tape.collectOutput(l);
        }
    }

    /// Runs back over the sequence of the last forward pass.
    ///
    /// @param dW accumulated into: gradients of the parameters
    /// @param dY gradients of the outputs, `[steps][B][D·P]` from index 0
    /// @param dX accumulated into: gradients of the inputs, `[steps][B][I]`; null when nobody asks for them
    public void backward(float[] w, float[] dW, float[] dY, float @Nullable [] dX, StackTape tape) {
        float[] above = dY;
        for (int l = options.layers() - 1; l >= 0; l--) {
            float[] below = l == 0 ? dX : tape.clearedInputGradient(l);
            for (int d = 0; d < options.directions(); d++) {
                int i = l * options.directions() + d;
                layers[i].backward(
                        w, dW, tape.input(l), tape.inputOffset(l), tape.steps(), above,
                        d * options.stateSize(), options.outputSize(), below, tape.layer(i));
            }
            if (l > 0) {
                above = tape.droppedInputGradient(l);
            }
        }
    }

    void initialise(Parameters parameters, TorchRandom random, InitialisationOptions initialisation) {
        for (var layer : layers) {
            layer.initialise(parameters, random, initialisation);
        }
    }
}
