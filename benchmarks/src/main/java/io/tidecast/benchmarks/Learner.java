package io.tidecast.benchmarks;

import com.sun.management.ThreadMXBean;
import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.NetworkTape;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import io.tidecast.model.train.Adam;
import io.tidecast.model.train.DescentOptions;
import io.tidecast.model.train.GradientStep;
import io.tidecast.model.train.MeanSquaredError;
import io.tidecast.model.train.Outcome;
import java.lang.management.ManagementFactory;
import java.util.Random;

/// Tidecast's side of a comparison: a network of the shape, and made-up data.
public final class Learner {
    /// Small, so that the weights stay where they are and the work the same.
    private static final double RATE = 1e-5;

    private static final int MOST_ROUNDS = 1000;

    private final Shape shape;
    private final RecurrentNetwork network;
    private final GradientStep gradientStep;
    private final NetworkTape window;
    private final NetworkTape single;
    private final float[] x;
    private final float[] target;
    private final float[] state;

    public Learner(Shape shape, Kernels kernels) {
        this.shape = shape;
        var recurrent = new RecurrentOptions(shape.cell().cell(), shape.inputs(), shape.hidden());
        network = new RecurrentNetwork(new NetworkOptions(recurrent, 1), kernels);
        network.initialise(1);
        gradientStep = new GradientStep(network, new MeanSquaredError(),
                new DescentOptions(Adam.DEFAULT.withLearningRate(RATE)).withMaxGradientNorm(1));
        window = network.newTape(shape.window(), shape.batch());
        window.stack().forgetStateGradient();
        single = network.newTape(1, shape.batch());
        x = normal(shape.window() * shape.batch() * shape.inputs());
        target = normal(shape.window() * shape.batch());
        state = normal(network.stateSize(shape.batch()));
    }

    /// What learns.
    public RecurrentNetwork network() {
        return network;
    }

    /// Works until three rounds in a row have made no object, that is until the vectors are compiled.
    public void warmUp() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int clean = 0;
        for (int round = 0; round < MOST_ROUNDS && clean < 3; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int n = 0; n < 10; n++) {
                update();
                step();
            }
            clean = threads.getCurrentThreadAllocatedBytes() == before ? clean + 1 : 0;
        }
    }

    /// Forward over the window, loss, backward, clip to norm 1, Adam.
    public Outcome update() {
        network.forward(x, 0, shape.window(), state, 0, window);
        return gradientStep.apply(window, target, 0);
    }

    /// One step forward and its outputs.
    public float step() {
        network.forward(x, 0, 1, state, 0, single);
        return single.output()[0];
    }

    private static float[] normal(int length) {
        var random = new Random(length);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
