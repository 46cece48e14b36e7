package io.tidecast.model.nn;

import io.tidecast.model.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/// Recurrent layers between an optional embedding and an optional linear head.
///
/// Its parameters are named `embedding.weight`, `rnn.…`, `head.weight` and `head.bias`, as those of a PyTorch module with
/// these members.
public final class RecurrentNetwork {
    private final NetworkOptions options;
    private final Kernels kernels;
    private final @Nullable Embedding embedding;
    private final RecurrentStack stack;
    private final @Nullable Linear head;
    private final Parameters parameters;
    private final int numbers;

    /// The parameters are zero until [#initialise] or until the caller sets them.
    public RecurrentNetwork(NetworkOptions options, Kernels kernels) {
        this.options = options;
        this.kernels = kernels;
        numbers = options.numbers();
        var recurrent = options.recurrent();
        var layout = new Parameters.Layout();
        embedding = options.embedding().map(e -> new Embedding(e, layout, "embedding.")).orElse(null);
        stack = new RecurrentStack(recurrent, layout, "rnn.", kernels);
        head = options.head() == Head.NONE
                ? null
                : new Linear(
                        recurrent.outputSize(), options.outputSize(), options.headBias(), layout, "head.",
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
        if (embedding != null) {
            embedding.initialise(parameters, random);
        }
        stack.initialise(parameters, random, options.initialisation());
        if (head != null) {
            head.initialise(parameters, random, options.initialisation());
        }
    }

    /// Room for a forward pass over at most `capacity` steps of `batch` rows, and its backward pass.
    public NetworkTape newTape(int capacity, int batch) {
        return new NetworkTape(options, stack.newTape(capacity, batch), capacity);
    }

    /// Refuses an input of one step that the network cannot take.
    ///
    /// @throws IllegalArgumentException when the length is not `I`, a value is not finite, or a category is not in the table
    public void requireInput(float[] x) {
        if (x.length != options.inputSize()) {
            throw new IllegalArgumentException(
                    "x must have %d values, got %d".formatted(options.inputSize(), x.length));
        }
        for (float value : x) {
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException("x must be finite, got " + value);
            }
        }
        if (embedding != null) {
            for (int i = numbers; i < x.length; i++) {
                embedding.requireCategory(x[i]);
            }
        }
    }

    /// Runs over a sequence; the outputs and the states are then on the tape.
    ///
    /// @param x     `[steps][B][I]` from `xOffset`; the backward pass reads it again
    /// @param state the state before the first step, `[stateSize(B)]` from `stateOffset`
    public void forward(
            float[] x, int xOffset, int steps, float[] state, int stateOffset, NetworkTape tape) {
        float[] w = parameters.values();
        tape.begin(x, xOffset, steps);
        if (embedding == null) {
            stack.forward(w, x, xOffset, steps, state, stateOffset, tape.stack());
        } else {
            embed(embedding, w, x, xOffset, tape.embedded(), steps * tape.stack().batch());
            stack.forward(w, tape.embedded(), 0, steps, state, stateOffset, tape.stack());
        }
        if (head == null) {
            System.arraycopy(
                    tape.stack().output(), tape.stack().outputOffset(), tape.output(), 0,
                    tape.rows() * options.outputSize());
        } else {
            head.forward(w, tape.stack().output(), headInput(tape), tape.output(), tape.rows());
        }
    }

    /// The recurrent layers' inputs: the numbers as they are, then the categories' vectors.
    private void embed(Embedding table, float[] w, float[] x, int xOffset, float[] y, int rows) {
        int width = options.recurrent().inputSize();
        if (numbers > 0) {
            for (int row = 0; row < rows; row++) {
                System.arraycopy(x, xOffset + row * options.inputSize(), y, row * width, numbers);
            }
        }
        table.forward(w, x, xOffset + numbers, options.inputSize(), y, numbers, width, rows);
    }

    /// Runs back over the sequence of the last forward pass, from the gradients of the outputs that the caller has put
    /// into [NetworkTape#outputGradient]; the parameters' gradients are accumulated.
    public void backward(NetworkTape tape) {
        float[] w = parameters.values();
        float[] dW = parameters.gradients();
        float[] dH = tape.outputGradient();
        if (head != null) {
            dH = tape.clearedHiddenGradient();
            head.backward(
                    w, dW, tape.stack().output(), headInput(tape), tape.outputGradient(), dH,
                    headGradient(tape),
                    tape.rows());
        }
        if (embedding == null) {
            stack.backward(w, dW, dH, null, tape.stack());
        } else {
            float[] dX = tape.clearedEmbeddedGradient();
            stack.backward(w, dW, dH, dX, tape.stack());
            embedding.backward(
                    dW, tape.x(), tape.xOffset() + numbers, options.inputSize(), dX, numbers,
                    options.recurrent().inputSize(), tape.steps() * tape.stack().batch());
        }
    }

    /// What the inputs of a sequence have contributed to an output of its last step, as the present weights see it: gradient times
    /// input, `dy/dx · x`. That of a category is the sum over the values of its vector. Leaves all but the parameters' gradients as it was.
    ///
    /// @param x     `[steps][I]`
    /// @param state the state before the first step, `[stateSize(1)]`
    /// @return `[steps][I]`; empty without steps
    public float[] contributions(float[] x, int steps, float[] state, int output) {
        float[] contributions = new float[steps * options.inputSize()];
        if (steps > 0) {
            NetworkTape tape = newTape(steps, 1);
            forward(x, 0, steps, state, 0, tape);
            tape.outputGradient()[(steps - 1) * options.outputSize() + output] = 1;
            contributions(tape, contributions);
        }
        return contributions;
    }

    private void contributions(NetworkTape tape, float[] contributions) {
        int width = options.recurrent().inputSize();
        int rows = tape.steps() * tape.stack().batch();
        int size = options.inputSize();
        float[] w = parameters.values();
        float[] dW = parameters.gradients();
        float[] dX = new float[rows * width];
        float[] dH = tape.outputGradient();
        if (head != null) {
            dH = tape.clearedHiddenGradient();
            head.backward(w, dW, tape.stack().output(), headInput(tape), tape.outputGradient(), dH,
                    headGradient(tape), tape.rows());
        }
        stack.backward(w, dW, dH, dX, tape.stack());
        boolean embeds = embedding != null;
        int vector = embeds ? (width - numbers) / (size - numbers) : 1;
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < width; i++) {
                int input = i < numbers ? i : numbers + (i - numbers) / vector;
                float x = embeds
                        ? tape.embedded()[row * width + i]
                        : tape.x()[tape.xOffset() + row * size + i];
                float before = i > numbers && (i - numbers) % vector != 0
                        ? contributions[row * size + input]
                        : 0;
                contributions[row * size + input] = before + dX[row * width + i] * x;
            }
        }
    }

    /// Index of the first hidden value that the head sees.
    private int headInput(NetworkTape tape) {
        return tape.stack().outputOffset() + headGradient(tape);
    }

    /// The same, counted from the first step's first value.
    private int headGradient(NetworkTape tape) {
        return (tape.steps() * tape.stack().batch() - tape.rows()) * options.recurrent().outputSize();
    }
}
