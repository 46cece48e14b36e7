package io.tidecast.model.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidecast.model.kernel.Activations;
import io.tidecast.model.kernel.Kernels;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GateSaturationTest {
    private static final int INPUTS = 2;
    private static final int STEPS = 3;
    /// Not a multiple of any vector's length.
    private static final int HIDDEN = 9;

    private static RecurrentNetwork network(Cell cell, int layers) {
        return new RecurrentNetwork(
                new NetworkOptions(new RecurrentOptions(cell, INPUTS, HIDDEN).withLayers(layers), 1),
                Kernels.fastest());
    }

    private static float[] inputs(RecurrentNetwork network, long seed) {
        network.initialise(seed);
        var random = new Random(seed);
        float[] x = new float[STEPS * INPUTS];
        for (int i = 0; i < x.length; i++) {
            x[i] = 0.1f * (float) random.nextGaussian();
        }
        return x;
    }

    private static List<GateSaturation> over(RecurrentNetwork network, float[] x) {
        return GateSaturation.over(network, x, STEPS, new float[network.stateSize(1)]);
    }

    static Stream<Arguments> biases() {
        return Stream.of(Arguments.of(new Lstm(), 0, "i"), Arguments.of(new Lstm(true), 1, "f"),
                Arguments.of(new Lstm(), 2, "g"), Arguments.of(new Lstm(true), 3, "o"),
                Arguments.of(new Gru(), 0, "r"), Arguments.of(new Gru(), 1, "z"),
                Arguments.of(new Gru(), 2, "n"), Arguments.of(new ElmanRnn(), 0, "h"),
                Arguments.of(new ElmanRnn(Activation.SIGMOID), 0, "h"));
    }

    /// PyTorch's order of the gates is the referee: a bias on one block of rows moves that gate and, in the first step, no other.
    @ParameterizedTest
    @MethodSource("biases")
    void aLargeBiasDrivesItsGateToTheEndAndNoOther(Cell cell, int block, String gate) {
        for (float bias : new float[]{-50, 50}) {
            var network = network(cell, 1);
            float[] x = inputs(network, 20261125);
            Slice slice = network.parameters().slice("rnn.bias_ih_l0");
            float[] values = network.parameters().copyOf(slice);
            Arrays.fill(values, block * HIDDEN, (block + 1) * HIDDEN, bias);
            network.parameters().set(slice, values);
            for (GateSaturation one : GateSaturation.over(network, x, 1, new float[network.stateSize(1)])) {
                boolean driven = one.gate().equals(gate);
                assertEquals(driven && bias < 0 ? 1 : 0, one.low(), one.toString());
                assertEquals(driven && bias > 0 ? 1 : 0, one.high(), one.toString());
            }
        }
    }

    @Test
    void sharesAreThoseOfTheGatesComputedByHand() {
        var network = network(new Lstm(), 1);
        float[] x = inputs(network, 5);
        Parameters p = network.parameters();
        float[] weights = p.copyOf(p.slice("rnn.weight_ih_l0"));
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= 120;
        }
        p.set(p.slice("rnn.weight_ih_l0"), weights);
        float[] b1 = p.copyOf(p.slice("rnn.bias_ih_l0"));
        float[] b2 = p.copyOf(p.slice("rnn.bias_hh_l0"));
        double high = 0;
        double low = 0;
        for (int unit = 0; unit < HIDDEN; unit++) {
            int row = HIDDEN + unit;
            float z = b1[row] + b2[row] + weights[row * INPUTS] * x[0] + weights[row * INPUTS + 1] * x[1];
            float f = Activations.sigmoid(z);
            low += f < 0.1 ? 1.0 / HIDDEN : 0;
            high += f > 0.9 ? 1.0 / HIDDEN : 0;
        }
        GateSaturation forget = GateSaturation.over(network, x, 1, new float[network.stateSize(1)]).get(1);
        assertEquals(low, forget.low(), 1e-9);
        assertEquals(high, forget.high(), 1e-9);
        assertEquals(1, Math.ceil(low) * Math.ceil(high), "the example has both ends");
    }

    @Test
    void everyLayerIsLookedAtAndNothingChanges() {
        var network = network(new Gru(), 2);
        float[] x = inputs(network, 6);
        float[] before = network.parameters().values().clone();
        List<GateSaturation> all = over(network, x);
        assertEquals(List.of("0r", "0z", "0n", "1r", "1z", "1n"),
                all.stream().map(one -> one.layer() + one.gate()).toList());
        assertEquals(0, Arrays.compare(before, network.parameters().values()));
    }

    @Test
    void rectifiedUnitsHaveNoEnds() {
        var network = network(new ElmanRnn(Activation.RELU), 1);
        assertEquals(List.of(), over(network, inputs(network, 7)));
    }
}
