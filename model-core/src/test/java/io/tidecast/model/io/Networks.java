package io.tidecast.model.io;

import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import java.util.Arrays;
import java.util.Random;

/// Networks and sequences for the tests of the readers and writers.
public final class Networks {
    private Networks() {}

    /// A network with weights drawn as PyTorch does.
    public static RecurrentNetwork seeded(RecurrentOptions recurrent, int outputs, boolean headBias,
            long seed) {
        return seeded(new NetworkOptions(recurrent, outputs).withHeadBias(headBias), seed);
    }

    /// A network with weights drawn as PyTorch does.
    public static RecurrentNetwork seeded(NetworkOptions options, long seed) {
        var network = new RecurrentNetwork(options, new ScalarKernels());
        network.initialise(seed);
        return network;
    }

    /// Normal numbers.
    public static float[] noise(int length, Random random) {
        var values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /// The outputs `[steps][B][O]`, or `[B][O]`, and, behind them, the final state.
    ///
    /// @param x     `[steps][B][I]`
    /// @param state the state before, as the network wants it
    public static float[] run(RecurrentNetwork network, float[] x, int steps, int batch, float[] state) {
        var tape = network.newTape(steps, batch);
        network.forward(x, 0, steps, state, 0, tape);
        int outputs = tape.rows() * network.options().outputSize();
        var result = Arrays.copyOf(tape.output(), outputs + network.stateSize(batch));
        tape.copyState(steps, result, outputs);
        return result;
    }
}
