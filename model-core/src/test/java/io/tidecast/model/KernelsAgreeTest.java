package io.tidecast.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every implementation against the plain one in `double`, and against itself.
class KernelsAgreeTest {

    @ParameterizedTest
    @MethodSource("io.tidecast.model.EveryKernels#all")
    void awkwardSizesGiveWhatDoubleGives(Kernels kernels) throws Exception {
        List<String> expected = DoublePrecision.run(AwkwardSizes.class).lines().toList();
        List<String> got = new AwkwardSizes(kernels).get().lines().toList();
        assertEquals(expected.size(), got.size());
        String title = "";
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < got.size(); i++) {
            if (got.get(i).endsWith(":")) {
                // Inputs, weights and every operation are rounded at 6e-8; some 16 of these add up.
                assertTrue(difference <= 1e-6 * largest, title + " deviates by " + difference);
                title = got.get(i) + " seed " + AwkwardSizes.SEED;
                largest = 0;
                difference = 0;
            } else {
                double value = Double.parseDouble(expected.get(i));
                largest = Math.max(largest, Math.abs(value));
                difference = Math.max(difference, Math.abs(value - Float.parseFloat(got.get(i))));
            }
        }
        assertTrue(difference <= 1e-6 * largest, title + " deviates by " + difference);
    }

    @ParameterizedTest
    @MethodSource("io.tidecast.model.EveryKernels#all")
    void aSeriesAloneHasTheBitsItHasInABatch(Kernels kernels) {
        int batch = 5;
        int steps = 4;
        int inputs = 3;
        for (int hidden : new int[]{1, 8, 9, 33}) {
            for (Cell cell : List.of(new ElmanRnn(), new Lstm(), new Lstm(true), new Gru())) {
                var random = new Random(hidden);
                var network = new RecurrentNetwork(
                        new NetworkOptions(new RecurrentOptions(cell, inputs, hidden).withLayers(2), 2),
                        kernels);
                network.initialise(hidden);
                float[] x = new float[steps * batch * inputs];
                for (int i = 0; i < x.length; i++) {
                    x[i] = (float) random.nextGaussian();
                }
                var together = network.newTape(steps, batch);
                network.forward(x, 0, steps, new float[network.stateSize(batch)], 0, together);
                for (int b = 0; b < batch; b++) {
                    var alone = network.newTape(steps, 1);
                    float[] own = new float[steps * inputs];
                    float[] expected = new float[steps * 2];
                    for (int t = 0; t < steps; t++) {
                        System.arraycopy(x, (t * batch + b) * inputs, own, t * inputs, inputs);
                        System.arraycopy(together.output(), (t * batch + b) * 2, expected, t * 2, 2);
                    }
                    network.forward(own, 0, steps, new float[network.stateSize(1)], 0, alone);
                    EveryKernels.assertSameRows(kernels, expected, alone.output(),
                            cell + " of " + hidden + ", row " + b);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.tidecast.model.EveryKernels#all")
    void whatIsInTheGapsBetweenWeightsIsZeroAfterABackwardPass(Kernels kernels) {
        for (Cell cell : List.of(new ElmanRnn(), new Lstm(true), new Gru())) {
            var network = new RecurrentNetwork(new NetworkOptions(new RecurrentOptions(cell, 2, 5), 1),
                    kernels);
            network.initialise(1);
            var tape = network.newTape(3, 2);
            network.forward(new float[12], 0, 3, new float[network.stateSize(2)], 0, tape);
            Arrays.fill(tape.outputGradient(), 1);
            network.backward(tape);
            var parameters = network.parameters();
            float[] inGaps = parameters.gradients().clone();
            parameters.scatter(new float[parameters.size()], inGaps);
            assertArrayEquals(new float[inGaps.length], inGaps);
        }
    }
}
