package io.tidecast.model.nn;

import io.tidecast.model.kernel.Kernels;

/// Recurrent layers and a linear head on the hidden states of the top one: `y[t] = W h[t] + b` for every step.
///
/// Its parameters are named `rnn.…` and `head.weight`, `head.bias`, as those of a PyTorch module with these two members.
public final class RecurrentNetwork {
    private final NetworkOptions options;
    private final Kernels kernels;
    private final RecurrentStack stack;
    private final Linear head;
    private final Parameters parameters;

    /// The parameters are zero until [#initialise] or until the caller sets them.
    public RecurrentNetwork(NetworkOptions options, Kernels kernels) {
        this.options = options;
        this.kernels = kernels;
        var layout = new Parameters.Layout();
        stack = new RecurrentStack(options.recurrent(), layout, "rnn.", kernels);
        head = new Linear(
                options.recurrent().stateSize(), options.outputSize(), options.headBias(), layout, "head.",
                kernels);
        parameters = layout.allocate();
    }

    public NetworkOptions options() {
        return options;
    }

    public Kernels kernels() {
        return kernels;
    }

    public Parameters parameters() {
        return parameters;
    }

    /// The number of values of the whole state for `batch` rows, in the layout of [RecurrentStack].
    public int stateSize(int batch) {
        return stack.stateSize(batch);
    }

    /// Draws the weights as PyTorch does after `torch.manual_seed(seed)`, then applies the network's
    /// [InitialisationOptions].
    public void initialise(long seed) {
        var random = new TorchRandom(seed);
        stack.initialise(parameters, random, options.initialisation());
        head.initialise(parameters, random, options.initialisation());
    }

    /// Room for a forward pass over at most `capacity` steps of `batch` rows, and its backward pass.
    public NetworkTape newTape(int capacity, int batch) {
        return new NetworkTape(options, stack.newTape(capacity, batch), capacity);
    }

    /// Runs over a sequence; the outputs and the states are then on the tape.
    ///
    /// @param x     `[steps][B][I]` from `xOffset`; the backward pass reads it again
    /// @param state the state before the first step, `[stateSize(B)]` from `stateOffset`
    public void forward(
            float[] x, int xOffset, int steps, float[] state, int stateOffset, NetworkTape tape) {
        float[] w = parameters.values();
        stack.forward(w, x, xOffset, steps, state, stateOffset, tape.stack());
        head.forward(w, tape.stack().output(), tape.stack().outputOffset(), tape.output(), tape.rows());
    }

    /// Runs back over the sequence of the last forward pass, from the gradients of the outputs that the caller has put
    /// into [NetworkTape#outputGradient]; the parameters' gradients are accumulated.
    public void backward(NetworkTape tape) {
        float[] w = parameters.values();
        float[] dW = parameters.gradients();
        float[] dH = tape.clearedHiddenGradient();
        head.backward(
                w, dW, tape.stack().output(), tape.stack().outputOffset(), tape.outputGradient(), dH, 0,
                tape.rows());
        stack.backward(w, dW, dH, null, tape.stack());
    }
}
