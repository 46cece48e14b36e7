package io.tidecast.model;

import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import io.tidecast.model.train.Huber;
import io.tidecast.model.train.Loss;
import io.tidecast.model.train.MeanSquaredError;
import java.util.Arrays;
import java.util.function.Supplier;

/// Runs the network forward and backward on every case of `recurrent.golden`.
///
/// Knows nothing of a test framework, because [DoublePrecision] runs it a second time, in `double`.
public final class RecurrentGoldens implements Supplier<String> {
    private double worst;
    private String worstTensor = "none";

    /// The largest deviation over all cases and tensors, relative to the largest value of the tensor, and where it is.
    @Override
    public String get() {
        GoldenFile.read("recurrent").forEach(this::run);
        return worst + " " + worstTensor;
    }

    private void run(GoldenFile.Case golden) {
        var network = network(golden);
        var parameters = network.parameters();
        parameters.slices().forEach(slice -> parameters.set(slice, golden.tensor(slice.name())));
        int steps = golden.number("steps");
        int batch = golden.number("batch");
        // One step more than needed: capacity must not matter.
        var tape = network.newTape(steps + 1, batch);
        network.forward(golden.tensor("x"), 0, steps, golden.tensor("state"), 0, tape);
        compare(golden, "y", tape.output());
        var state = new float[network.stateSize(batch)];
        tape.copyState(steps, state, 0);
        compare(golden, "final", state);

        var target = golden.tensor("target");
        double mean = loss(golden).mean(
                tape.output(), tape.rows(), golden.number("outputs"), target, 0, target.length,
                tape.outputGradient());
        compare(golden, "loss", new float[]{(float) mean});
        network.backward(tape);
        for (var slice : parameters.slices()) {
            compare(
                    golden, "grad:" + slice.name(), Arrays
                            .copyOfRange(parameters.gradients(), slice.offset(),
                                    slice.offset() + slice.size()));
        }
    }

    static RecurrentNetwork network(GoldenFile.Case golden) {
        var recurrent = new RecurrentOptions(
                cell(golden.option("cell")), golden.number("inputs"), golden.number("hidden"))
                .withLayers(golden.number("layers"))
                .withBias(!golden.option("bias").equals("False"))
                .withProjectionSize(golden.number("proj_size"));
        return new RecurrentNetwork(new NetworkOptions(recurrent, golden.number("outputs")),
                new ScalarKernels());
    }

    private static Cell cell(String name) {
        return switch (name) {
            case "tanh" -> new ElmanRnn();
            case "relu" -> new ElmanRnn(ElmanRnn.Nonlinearity.RELU);
            case "lstm" -> new Lstm();
            case "gru" -> new Gru();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static Loss loss(GoldenFile.Case golden) {
        return golden.option("loss").equals("mse") ? new MeanSquaredError() : new Huber(0.75);
    }

    private void compare(GoldenFile.Case golden, String name, float[] got) {
        float[] expected = golden.tensor(name);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs((double) got[i] - expected[i]));
        }
        double relative = largest == 0 ? difference : difference / largest;
        if (!(relative <= worst)) {
            worst = relative;
            worstTensor = name + " of " + golden;
        }
    }
}
