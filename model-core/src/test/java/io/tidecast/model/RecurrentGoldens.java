package io.tidecast.model;

import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.Activation;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.EmbeddingOptions;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Head;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.NetworkTape;
import io.tidecast.model.nn.Parameters;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import io.tidecast.model.nn.SequenceAndState;
import io.tidecast.model.nn.SequenceModule;
import io.tidecast.model.nn.Tensor;
import io.tidecast.model.train.CrossEntropy;
import io.tidecast.model.train.GaussianNll;
import io.tidecast.model.train.Huber;
import io.tidecast.model.train.Loss;
import io.tidecast.model.train.MeanAbsoluteError;
import io.tidecast.model.train.MeanSquaredError;
import io.tidecast.model.train.Quantile;
import io.tidecast.model.train.StudentTNll;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Runs every case of `recurrent.golden` forward and backward, as a network and as a module.
///
/// Knows nothing of a test framework, because [DoublePrecision] runs it a second time, in `double`.
public final class RecurrentGoldens implements Supplier<String> {
    private final Kernels kernels;
    private final Deviation values = new Deviation();
    private final Deviation gradients = new Deviation();
    private final Deviation allGradients = new Deviation();

    public RecurrentGoldens() {
        this(new ScalarKernels());
    }

    RecurrentGoldens(Kernels kernels) {
        this.kernels = kernels;
    }

    /// The largest deviations, one line each: of values, of gradients, and of gradients relative to the largest one of the
    /// network instead of the tensor.
    @Override
    public String get() {
        for (var golden : GoldenFile.read("recurrent")) {
            runNetwork(golden);
            if (golden.number("embedding") == 0 && golden.option("dropout").isEmpty()) {
                runModule(golden);
            }
        }
        return values + "\n" + gradients + "\n" + allGradients;
    }

    private void runNetwork(GoldenFile.Case golden) {
        var network = network(golden, kernels);
        set(network.parameters(), golden, "");
        int steps = golden.number("steps");
        int batch = golden.number("batch");
        // One step more than needed: capacity must not matter.
        var tape = network.newTape(steps + 1, batch);
        setMasks(golden, tape);
        network.forward(timeFirst(golden, "x", false), 0, steps, golden.tensor("state"), 0, tape);
        boolean last = golden.option("head").equals("last");
        values.compare("y of " + golden, tape.output(), timeFirst(golden, "y", last));
        float[] state = new float[network.stateSize(batch)];
        tape.copyState(steps, state, 0);
        values.compare("final of " + golden, state, golden.tensor("final"));

        double mean = evaluate(golden, tape, timeFirst(golden, "target", last));
        values.compare("loss of " + golden, new float[]{(float) mean}, golden.tensor("loss"));
        tape.stack().setStateGradient(golden.tensor("pull"));
        network.backward(tape);
        compareGradients(network.parameters(), golden, "");
        tape.stack().copyStateGradient(state);
        gradients.compare("grad:state of " + golden, state, golden.tensor("grad:state"));
    }

    private void runModule(GoldenFile.Case golden) {
        var options = options(golden);
        boolean batchFirst = golden.option("batch_first").equals("True");
        var module = new SequenceModule(options, batchFirst, kernels);
        set(module.parameters(), golden, "rnn.");
        var given = module.forward(shaped(golden, "x", "state", options.inputSize()));
        values.compare("module's output of " + golden, given.sequence().values(), golden.tensor("rnn"));
        var gradient = module.backward(shaped(golden, "grad:rnn", "pull", options.outputSize()));
        gradients.compare("module's grad:x of " + golden, gradient.sequence().values(),
                golden.tensor("grad:x"));
        compareGradients(module.parameters(), golden, "rnn.");
    }

    /// A sequence and a state as the module takes them.
    private static SequenceAndState shaped(GoldenFile.Case golden, String sequence, String state, int width) {
        var options = options(golden);
        int layers = options.layers() * options.directions();
        int steps = golden.number("steps");
        int batch = golden.number("batch");
        boolean batchFirst = golden.option("batch_first").equals("True");
        int hidden = layers * batch * options.stateSize();
        float[] values = golden.tensor(state);
        return new SequenceAndState(
                new Tensor(golden.tensor(sequence), batchFirst ? batch : steps, batchFirst ? steps : batch,
                        width),
                new Tensor(Arrays.copyOf(values, hidden), layers, batch, options.stateSize()),
                options.cell().hasCellState()
                        ? new Tensor(
                                Arrays.copyOfRange(values, hidden, values.length), layers, batch,
                                options.hiddenSize())
                        : null);
    }

    private void compareGradients(Parameters parameters, GoldenFile.Case golden, String prefix) {
        float[] got = parameters.gather(parameters.gradients());
        float[] expected = new float[parameters.size()];
        int offset = 0;
        for (var slice : parameters.slices()) {
            String name = "grad:" + prefix + slice.name();
            float[] tensor = golden.tensor(name);
            gradients.compare(name + " of " + golden,
                    Arrays.copyOfRange(got, offset, offset + slice.size()), tensor);
            System.arraycopy(tensor, 0, expected, offset, tensor.length);
            offset += tensor.length;
        }
        allGradients.compare("gradients of " + golden, got, expected);
    }

    /// A tensor of the case in the order `[T][B][…]`.
    private static float[] timeFirst(GoldenFile.Case golden, String name, boolean alreadyOneStep) {
        float[] tensor = golden.tensor(name);
        if (alreadyOneStep || !golden.option("batch_first").equals("True")) {
            return tensor;
        }
        int steps = golden.number("steps");
        int batch = golden.number("batch");
        return new Tensor(tensor, batch, steps, tensor.length / (steps * batch)).swapFirstTwo().values();
    }

    private static void setMasks(GoldenFile.Case golden, NetworkTape tape) {
        if (!golden.option("dropout").isEmpty()) {
            tape.stack().drawDropout(0);
            for (int l = 0; l + 1 < golden.number("layers"); l++) {
                float[] mask = golden.tensor("mask" + l);
                System.arraycopy(mask, 0, tape.stack().mask(l), 0, mask.length);
            }
        }
    }

    private static double evaluate(GoldenFile.Case golden, NetworkTape tape, float[] target) {
        int outputs = golden.number("outputs");
        var loss = loss(golden.option("loss"), outputs);
        double weight = golden.option("reduction").equals("sum")
                ? 1
                : loss.totalWeight(target, 0, tape.rows(), loss.targetSize(outputs));
        return loss.mean(tape.output(), tape.rows(), outputs, target, 0, weight, tape.outputGradient());
    }

    public static void set(Parameters parameters, GoldenFile.Case golden, String prefix) {
        parameters.slices().forEach(slice -> parameters.set(slice, golden.tensor(prefix + slice.name())));
    }

    public static RecurrentNetwork network(GoldenFile.Case golden, Kernels kernels) {
        var recurrent = options(golden);
        var options = new NetworkOptions(recurrent, golden.number("outputs"))
                .withHead(switch (golden.option("head")) {
                    case "last" -> Head.LAST_STEP;
                    case "none" -> Head.NONE;
                    default -> Head.EVERY_STEP;
                })
                .withHeadBias(!golden.option("head_bias").equals("False"));
        if (golden.number("embedding") > 0) {
            options = options
                    .withEmbedding(new EmbeddingOptions(golden.number("embedding"), recurrent.inputSize()));
        }
        return new RecurrentNetwork(options, kernels);
    }

    private static RecurrentOptions options(GoldenFile.Case golden) {
        String dropout = golden.option("dropout");
        return new RecurrentOptions(
                cell(golden.option("cell")), golden.number("inputs"), golden.number("hidden"))
                .withLayers(golden.number("layers"))
                .withBias(!golden.option("bias").equals("False"))
                .withBidirectional(golden.option("bidirectional").equals("True"))
                .withDropout(dropout.isEmpty() ? 0 : Double.parseDouble(dropout))
                .withProjectionSize(golden.number("proj_size"));
    }

    private static Cell cell(String name) {
        return switch (name) {
            case "tanh" -> new ElmanRnn();
            case "relu" -> new ElmanRnn(Activation.RELU);
            case "lstm" -> new Lstm();
            case "peephole" -> new Lstm(true);
            case "gru" -> new Gru();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Loss loss(String name, int outputs) {
        return switch (name) {
            case "mse" -> new MeanSquaredError();
            case "mae" -> new MeanAbsoluteError();
            case "huber" -> new Huber(0.75);
            case "quantile" -> new Quantile(List.of(0.1, 0.5, 0.75));
            case "gaussian" -> new GaussianNll();
            case "student" -> new StudentTNll(4);
            case "cross" -> new CrossEntropy();
            case "cross-weighted" -> {
                var weights = IntStream.rangeClosed(1, outputs).mapToObj(c -> c / 4.0).toList();
                yield new CrossEntropy(weights, OptionalInt.of(1), 0.125);
            }
            default -> throw new IllegalArgumentException(name);
        };
    }
}
