package io.tidecast.model.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidecast.model.kernel.ScalarKernels;
import org.junit.jupiter.api.Test;

class InitialisationTest {
    private static final RecurrentOptions LSTM = new RecurrentOptions(new Lstm(), 3, 5);

    @Test
    void forgetBiasesAddUpToTheOption() {
        var parameters = initialised(LSTM, InitialisationOptions.PYTORCH.withForgetBias(1));
        float[] ih = parameters.copyOf(parameters.slice("rnn.bias_ih_l0"));
        float[] hh = parameters.copyOf(parameters.slice("rnn.bias_hh_l0"));
        for (int j = 5; j < 10; j++) {
            assertEquals(1, ih[j] + hh[j]);
        }
        var plain = initialised(LSTM, InitialisationOptions.PYTORCH);
        assertEquals(plain.copyOf(plain.slice("rnn.bias_ih_l0"))[4], ih[4]);
        assertEquals(plain.copyOf(plain.slice("rnn.bias_ih_l0"))[10], ih[10]);
    }

    @Test
    void aZeroHeadForecastsZero() {
        var parameters = initialised(LSTM, InitialisationOptions.PYTORCH.withZeroHead(true));
        assertArrayEquals(new float[10], parameters.copyOf(parameters.slice("head.weight")));
        assertArrayEquals(new float[2], parameters.copyOf(parameters.slice("head.bias")));
    }

    @Test
    void recurrentWeightsMayStartOrthogonal() {
        for (var options : new RecurrentOptions[]{LSTM, LSTM.withProjectionSize(3)}) {
            var parameters = initialised(options,
                    InitialisationOptions.PYTORCH.withOrthogonalRecurrent(true));
            int cols = options.stateSize();
            float[] w = parameters.copyOf(parameters.slice("rnn.weight_hh_l0"));
            for (int gate = 0; gate < 4; gate++) {
                for (int a = 0; a < cols; a++) {
                    for (int b = 0; b < cols; b++) {
                        double product = 0;
                        for (int r = 0; r < 5; r++) {
                            product += (double) w[(gate * 5 + r) * cols + a] * w[(gate * 5 + r) * cols + b];
                        }
                        assertEquals(a == b ? 1 : 0, product, 1e-6);
                    }
                }
            }
        }
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        var parameters = initialised(LSTM, InitialisationOptions.PYTORCH);
        var e = assertThrows(IllegalArgumentException.class, () -> parameters.slice("rnn.weight_ih_l1"));
        assertEquals(
                "no parameter is named rnn.weight_ih_l1; there are [rnn.weight_ih_l0, rnn.weight_hh_l0, "
                        + "rnn.bias_ih_l0, rnn.bias_hh_l0, head.weight, head.bias]",
                e.getMessage());
    }

    @Test
    void impossibleShapesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new RecurrentOptions(new Gru(), 0, 3));
        assertThrows(IllegalArgumentException.class, () -> LSTM.withProjectionSize(5));
        assertThrows(IllegalArgumentException.class, () -> LSTM.withDropout(1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new RecurrentOptions(new Gru(), 2, 3).withProjectionSize(2));
        assertThrows(
                IllegalArgumentException.class, () -> new NetworkOptions(LSTM, 2).withHead(Head.NONE));
    }

    private static Parameters initialised(RecurrentOptions recurrent, InitialisationOptions initialisation) {
        var network = new RecurrentNetwork(
                new NetworkOptions(recurrent, 2).withInitialisation(initialisation), new ScalarKernels());
        network.initialise(3);
        return network.parameters();
    }
}
