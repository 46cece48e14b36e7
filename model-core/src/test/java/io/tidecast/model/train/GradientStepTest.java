package io.tidecast.model.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.NetworkTape;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import org.junit.jupiter.api.Test;

/// Clipping and schedules between gradient and optimiser.
class GradientStepTest {
    private static final double RATE = 0.5;
    private final RecurrentNetwork network = network();
    private final NetworkTape tape = network.newTape(1, 1);
    private final float[] before = network.parameters().values().clone();

    @Test
    void aLongGradientKeepsItsDirection() {
        var step = step(new DescentOptions(new Sgd(RATE)).withMaxGradientNorm(0.25));
        apply(step);
        double norm = 0;
        for (int i = 0; i < before.length; i++) {
            norm += Math.pow((before[i] - network.parameters().values()[i]) / RATE, 2);
        }
        assertEquals(0.25, Math.sqrt(norm), 1e-6);
    }

    @Test
    void eachComponentIsCutAlone() {
        apply(step(new DescentOptions(new Sgd(RATE))));
        float[] raw = network.parameters().gradients().clone();
        System.arraycopy(before, 0, network.parameters().values(), 0, before.length);
        var step = step(new DescentOptions(new Sgd(RATE)).withMaxGradientValue(0.1));
        apply(step);
        double squares = 0;
        for (int i = 0; i < raw.length; i++) {
            double cut = Math.clamp(raw[i], -0.1f, 0.1f);
            assertEquals(cut, network.parameters().gradients()[i]);
            squares += cut * cut;
        }
        assertEquals(Math.sqrt(squares), step.gradientNorm(), 1e-9);
    }

    @Test
    void theScheduleScalesTheRate() {
        var step = step(new DescentOptions(new Sgd(RATE)).withSchedule(new Schedule.StepDecay(1, 0)));
        apply(step);
        float[] once = network.parameters().values().clone();
        apply(step);
        assertArrayEquals(once, network.parameters().values());
        assertEquals(2, step.updates());
    }

    @Test
    void boundsMustBePositive() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new DescentOptions(new Sgd(RATE)).withMaxGradientNorm(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new DescentOptions(new Sgd(RATE)).withMaxGradientValue(Double.NaN));
    }

    private GradientStep step(DescentOptions options) {
        return new GradientStep(network, new MeanSquaredError(), options);
    }

    private void apply(GradientStep step) {
        network.forward(new float[]{1, -1}, 0, 1, new float[network.stateSize(1)], 0, tape);
        assertEquals(Outcome.UPDATED, step.apply(tape, new float[]{5}, 0));
    }

    private static RecurrentNetwork network() {
        var options = new NetworkOptions(new RecurrentOptions(new ElmanRnn(), 2, 3), 1);
        var network = new RecurrentNetwork(options, new ScalarKernels());
        network.initialise(1);
        return network;
    }
}
