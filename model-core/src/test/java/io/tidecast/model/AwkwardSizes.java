package io.tidecast.model;

import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Outputs and gradients of networks whose sizes do not fit a vector, one number a line.
///
/// Knows nothing of a test framework, because [DoublePrecision] runs it a second time, in `double`.
public final class AwkwardSizes implements Supplier<String> {
    static final long SEED = 20260104;
    private static final int STEPS = 3;
    private static final int BATCH = 5;
    private static final int INPUTS = 11;

    private final Kernels kernels;
    private final Random random = new Random(SEED);
    private final StringBuilder lines = new StringBuilder();

    public AwkwardSizes() {
        this(new ScalarKernels());
    }

    AwkwardSizes(Kernels kernels) {
        this.kernels = kernels;
    }

    /// Blocks of lines: a title with a colon, then numbers.
    @Override
    public String get() {
        for (int hidden : new int[]{1, 7, 8, 9, 31, 33, 64, 65}) {
            for (Cell cell : List.of(new ElmanRnn(), new Lstm(), new Lstm(true), new Gru())) {
                add(new RecurrentOptions(cell, INPUTS, hidden));
            }
        }
        add(new RecurrentOptions(new Gru(), INPUTS, 9).withLayers(2).withBidirectional(true));
        add(new RecurrentOptions(new Lstm(true), INPUTS, 9).withLayers(2).withProjectionSize(5));
        return lines.toString();
    }

    private void add(RecurrentOptions options) {
        var network = new RecurrentNetwork(new NetworkOptions(options, 2), kernels);
        network.initialise(random.nextInt());
        var tape = network.newTape(STEPS, BATCH);
        float[] x = values(STEPS * BATCH * INPUTS);
        network.forward(x, 0, STEPS, values(network.stateSize(BATCH)), 0, tape);
        System.arraycopy(values(tape.outputGradient().length), 0, tape.outputGradient(), 0,
                tape.outputGradient().length);
        network.backward(tape);
        block("outputs of " + options, tape.output());
        block("gradients of " + options, network.parameters().gather(network.parameters().gradients()));
    }

    private void block(String title, float[] values) {
        lines.append(title).append(":\n");
        for (float value : values) {
            lines.append(value).append('\n');
        }
    }

    private float[] values(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
