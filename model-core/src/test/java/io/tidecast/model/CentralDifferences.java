package io.tidecast.model;

import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.NetworkTape;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import io.tidecast.model.train.Huber;
import io.tidecast.model.train.Loss;
import io.tidecast.model.train.MeanSquaredError;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Every parameter's gradient against `(L(w + ε) - L(w - ε)) / 2ε`.
///
/// Knows nothing of a test framework, because [DoublePrecision] runs it a second time, in `double`.
public final class CentralDifferences implements Supplier<String> {
    private static final long SEED = 20260102;
    private static final int STEPS = 5;
    private static final int BATCH = 2;
    private static final int INPUTS = 3;
    private static final int OUTPUTS = 2;

    private final Kernels kernels;
    private final Random random = new Random(SEED);
    /// The cube root of the precision: rounding, `1/ε`, and curvature, `ε²`, then do equal harm.
    private final float epsilon = (float) Math.cbrt(Math.ulp(1f));
    private double worst;
    private String worstCase = "none";

    public CentralDifferences() {
        this(new ScalarKernels());
    }

    CentralDifferences(Kernels kernels) {
        this.kernels = kernels;
    }

    /// The largest deviation, relative to the largest gradient of the network, and where it is.
    @Override
    public String get() {
        for (int hidden : new int[]{1, 7, 8, 9}) {
            for (var cell : List.of(new ElmanRnn(), new Lstm(), new Lstm(true), new Gru())) {
                check(new RecurrentOptions(cell, INPUTS, hidden).withLayers(2), new MeanSquaredError());
            }
        }
        check(new RecurrentOptions(new Lstm(true), INPUTS, 5).withProjectionSize(3).withLayers(2),
                new Huber(0.5));
        check(new RecurrentOptions(new Gru(), INPUTS, 4).withBias(false), new Huber(0.5));
        return worst + " " + worstCase;
    }

    private void check(RecurrentOptions options, Loss loss) {
        var network = new RecurrentNetwork(new NetworkOptions(options, OUTPUTS), kernels);
        network.initialise(random.nextLong());
        float[] x = values(STEPS * BATCH * INPUTS);
        float[] target = values(STEPS * BATCH * OUTPUTS);
        float[] state = values(network.stateSize(BATCH));
        var tape = network.newTape(STEPS, BATCH);
        evaluate(network, loss, x, target, state, tape);
        network.backward(tape);

        float[] w = network.parameters().values();
        float[] gradients = network.parameters().gradients().clone();
        var slices = network.parameters().slices();
        double largest = 0;
        double difference = 0;
        for (int i : slices.stream().flatMapToInt(s -> IntStream.range(0, s.size()).map(s::index))
                .toArray()) {
            float saved = w[i];
            w[i] = saved + epsilon;
            float up = w[i];
            double above = evaluate(network, loss, x, target, state, tape);
            w[i] = saved - epsilon;
            float down = w[i];
            double below = evaluate(network, loss, x, target, state, tape);
            w[i] = saved;
            double numeric = (above - below) / ((double) up - down);
            largest = Math.max(largest, Math.abs(numeric));
            difference = Math.max(difference, Math.abs(numeric - gradients[i]));
        }
        if (!(difference / largest <= worst)) {
            worst = difference / largest;
            worstCase = options + " " + loss + ", seed " + SEED;
        }
    }

    private static double evaluate(
            RecurrentNetwork network, Loss loss, float[] x, float[] target, float[] state, NetworkTape tape) {
        network.forward(x, 0, STEPS, state, 0, tape);
        return loss.mean(
                tape.output(), tape.rows(), OUTPUTS, target, 0, target.length, tape.outputGradient());
    }

    private float[] values(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
