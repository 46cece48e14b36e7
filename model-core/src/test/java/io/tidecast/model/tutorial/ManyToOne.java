package io.tidecast.model.tutorial;

import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.Head;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import io.tidecast.model.nn.Tensor;
import io.tidecast.model.nn.TorchRandom;
import io.tidecast.model.train.Adam;
import io.tidecast.model.train.DescentOptions;
import io.tidecast.model.train.GradientStep;
import io.tidecast.model.train.MeanSquaredError;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Tutorial 6: many to one. 64 sequences of 15 steps with 10 values each, and 5 numbers to say about each sequence.
final class ManyToOne {
    private static final int BATCH = 64;
    private static final int STEPS = 15;
    private static final int INPUTS = 10;
    private static final int OUTPUTS = 5;
    private static final int EPOCHS = 150;

    final double[] rnnLosses = new double[EPOCHS];
    final double[] lstmLosses = new double[EPOCHS];
    private final StringBuilder out = new StringBuilder();

    String run() {
        train(new ElmanRnn(), rnnLosses);
        train(new Lstm(), lstmLosses);
        return out.toString();
    }

    private void train(Cell cell, double[] losses) {
        // data
        var x = Tensor.zeros(BATCH, STEPS, INPUTS);
        new TorchRandom(6).fillNormal(x.values(), 0, x.values().length, 1);
        var target = Tensor.zeros(BATCH, OUTPUTS);
        for (int b = 0; b < BATCH; b++) {
            for (int o = 0; o < OUTPUTS; o++) {
                for (int t = 0; t < STEPS; t++) {
                    target.values()[b * OUTPUTS + o] += x.values()[(b * STEPS + t) * INPUTS + o] / STEPS;
                }
            }
        }
        // end
        // train
        var options = new NetworkOptions(new RecurrentOptions(cell, INPUTS, 20), OUTPUTS)
                .withHead(Head.LAST_STEP);
        var network = new RecurrentNetwork(options, new ScalarKernels());
        network.initialise(1);
        var step = new GradientStep(
                network, new MeanSquaredError(), new DescentOptions(Adam.DEFAULT.withLearningRate(0.01)));
        var tape = network.newTape(STEPS, BATCH);
        float[] timeFirst = x.swapFirstTwo().values();
        float[] zeroState = new float[network.stateSize(BATCH)];
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            network.forward(timeFirst, 0, STEPS, zeroState, 0, tape);
            step.apply(tape, target.values(), 0);
            losses[epoch] = step.loss();
        }
        // end
        var output = new Tensor(Arrays.copyOf(tape.output(), BATCH * OUTPUTS), BATCH, OUTPUTS);
        out.append(cell).append(": ").append(x.shape()).append(" -> ").append(output.shape()).append('\n');
        for (int epoch : List.of(1, 10, 50, EPOCHS)) {
            out.append(String.format(Locale.ROOT, "  epoch %3d  loss %.5f%n", epoch, losses[epoch - 1]));
        }
    }

    String plot() {
        return new LinePlot("Mean squared error", "epoch").add("RNN", rnnLosses).add("LSTM", lstmLosses)
                .toSvg();
    }
}
