package io.tidecast.model.nn;

import io.tidecast.model.kernel.Kernels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Recurrent layers used as `torch.nn.RNN`, `LSTM` and `GRU` are: shaped tensors in, shaped tensors out, the parameters under
/// the same names. For learning and for tests; it makes new tensors at every call, which a pipeline's step must not.
public final class SequenceModule {
    private final RecurrentOptions options;
    private final boolean batchFirst;
    private final RecurrentStack stack;
    private final Parameters parameters;
    private @Nullable StackTape tape;
    private boolean batched;
    private boolean training;
    private long dropoutSeed;

    /// @param batchFirst whether sequences are `[B, T, N]` instead of `[T, B, N]`; states are `[L·D, B, N]` in any case
    public SequenceModule(RecurrentOptions options, boolean batchFirst, Kernels kernels) {
        this.options = options;
        this.batchFirst = batchFirst;
        var layout = new Parameters.Layout();
        stack = new RecurrentStack(options, layout, "", kernels);
        parameters = layout.allocate();
    }

    public Parameters parameters() {
        return parameters;
    }

    /// Draws the weights as PyTorch does after `torch.manual_seed(seed)`.
    public void initialise(long seed) {
        stack.initialise(parameters, new TorchRandom(seed), InitialisationOptions.PYTORCH);
    }

    /// Switches dropout on, with masks that depend on the seed alone; at first it is off.
    public void train(long seed) {
        training = true;
        dropoutSeed = seed;
    }

    /// Switches dropout off.
    public void evaluate() {
        training = false;
    }

    /// Runs over a sequence from a zero state.
    public SequenceAndState forward(Tensor x) {
        int batch = x.shape().size() == 2 ? 1 : x.shape().get(batchFirst ? 0 : 1);
        return forward(x, new float[stack.stateSize(batch)]);
    }

    /// Runs over a sequence from the given state.
    ///
    /// @return the outputs and the final state
    /// @throws IllegalArgumentException when a shape is wrong
    public SequenceAndState forward(SequenceAndState input) {
        return forward(input.sequence(), state(input, input.sequence().shape().size() == 3));
    }

    /// Runs back over the sequence of the last forward pass; the parameters' gradients are accumulated.
    ///
    /// @param gradient of the outputs and the final state
    /// @return the gradient of the inputs and the initial state
    /// @throws IllegalStateException when there was no forward pass
    public SequenceAndState backward(SequenceAndState gradient) {
        var last = tape;
        if (last == null) {
            throw new IllegalStateException("backward must follow forward");
        }
        int steps = last.steps();
        int batch = last.batch();
        float[] dX = new float[steps * batch * options.inputSize()];
        last.setStateGradient(state(gradient, batched));
        float[] dY = timeFirst(gradient.sequence(), "dOutput", options.outputSize()).values();
        stack.backward(parameters.values(), parameters.gradients(), dY, dX, last);
        float[] dState = new float[stack.stateSize(batch)];
        last.copyStateGradient(dState);
        return shaped(dX, options.inputSize(), dState, steps, batch);
    }

    private SequenceAndState forward(Tensor x, float[] state) {
        batched = x.shape().size() == 3;
        var input = timeFirst(x, "x", options.inputSize());
        int steps = input.shape().get(0);
        int batch = input.shape().get(1);
        tape = stack.newTape(steps, batch);
        if (training) {
            tape.drawDropout(dropoutSeed);
        }
        stack.forward(parameters.values(), input.values(), 0, steps, state, 0, tape);
        float[] y = new float[steps * batch * options.outputSize()];
        System.arraycopy(tape.output(), tape.outputOffset(), y, 0, y.length);
        float[] last = new float[state.length];
        tape.copyState(steps, last, 0);
        return shaped(y, options.outputSize(), last, steps, batch);
    }

    /// As `[T, B, N]`, whatever it was.
    private Tensor timeFirst(Tensor sequence, String name, int width) {
        var shape = sequence.shape();
        if (shape.size() < 2 || shape.size() > 3 || shape.getLast() != width) {
            throw new IllegalArgumentException(
                    "%s must have shape [%s, %d], or [T, %d] without a batch, got %s"
                            .formatted(name, batchFirst ? "B, T" : "T, B", width, width, shape));
        }
        if (shape.size() == 2) {
            return sequence.reshape(shape.get(0), 1, width);
        }
        return batchFirst ? sequence.swapFirstTwo() : sequence;
    }

    /// `h` and `c` one after the other, their shapes checked.
    private float[] state(SequenceAndState given, boolean withBatch) {
        int layers = options.layers() * options.directions();
        int batch = withBatch ? given.sequence().shape().get(batchFirst ? 0 : 1) : 1;
        given.h().require("h", stateShape(layers, batch, options.stateSize(), withBatch));
        float[] state = new float[stack.stateSize(batch)];
        float[] h = given.h().values();
        System.arraycopy(h, 0, state, 0, h.length);
        var c = given.c();
        if ((c != null) != options.cell().hasCellState()) {
            throw new IllegalArgumentException("c must be given for Lstm only, cell is " + options.cell());
        }
        if (c != null) {
            c.require("c", stateShape(layers, batch, options.hiddenSize(), withBatch));
            System.arraycopy(c.values(), 0, state, h.length, c.values().length);
        }
        return state;
    }

    private SequenceAndState shaped(float[] sequence, int width, float[] state, int steps, int batch) {
        int layers = options.layers() * options.directions();
        var timeFirst = new Tensor(sequence, steps, batch, width);
        Tensor shaped = timeFirst;
        if (!batched) {
            shaped = timeFirst.reshape(steps, width);
        } else if (batchFirst) {
            shaped = timeFirst.swapFirstTwo();
        }
        int hidden = layers * batch * options.stateSize();
        var h = new Tensor(
                Arrays.copyOf(state, hidden), stateShape(layers, batch, options.stateSize(), batched));
        var c = options.cell().hasCellState()
                ? new Tensor(
                        Arrays.copyOfRange(state, hidden, state.length),
                        stateShape(layers, batch, options.hiddenSize(), batched))
                : null;
        return new SequenceAndState(shaped, h, c);
    }

    private static Integer[] stateShape(int layers, int batch, int width, boolean withBatch) {
        return withBatch ? new Integer[]{layers, batch, width} : new Integer[]{layers, width};
    }
}
