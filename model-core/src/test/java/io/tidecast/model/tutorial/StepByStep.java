package io.tidecast.model.tutorial;

import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.Activation;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.CellModule;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.FeedForward;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.RecurrentOptions;
import io.tidecast.model.nn.SequenceModule;
import io.tidecast.model.nn.Tensor;
import io.tidecast.model.train.MeanSquaredError;
import io.tidecast.model.train.Sgd;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Tutorial 1: a feed-forward net, then an RNN and an LSTM step by step.
final class StepByStep {
    private StepByStep() {}

    static String run() {
        return feedForward() + "\n" + sequence(new ElmanRnn()) + "\n" + sequence(new Lstm());
    }

    private static String feedForward() {
        var out = new StringBuilder("feed-forward net, exclusive or\n");
        // feed-forward
        var kernels = new ScalarKernels();
        var net = new FeedForward(List.of(2, 4, 1), Activation.SIGMOID, true, 4, kernels);
        net.initialise(1);
        float[] x = {0, 0, 0, 1, 1, 0, 1, 1};
        float[] target = {0, 1, 1, 0};
        float[] dY = new float[4];
        var loss = new MeanSquaredError();
        var sgd = new Sgd(2, 0.9, 0, false, 0);
        float[] w = net.parameters().values();
        float[][] moments = new float[sgd.moments()][w.length];
        for (int epoch = 1; epoch <= 400; epoch++) {
            float[] y = net.forward(x);
            double mean = loss.mean(y, 4, 1, target, 0, 4, dY);
            net.parameters().zeroGradients();
            net.backward(dY);
            sgd.step(kernels, w, net.parameters().gradients(), moments, epoch, sgd.learningRate());
            if (epoch % 100 == 0) {
                out.append(String.format(Locale.ROOT, "epoch %3d  loss %.5f%n", epoch, mean));
            }
        }
        // end
        float[] y = net.forward(x);
        for (int row = 0; row < 4; row++) {
            out.append(
                    String.format(Locale.ROOT, "%.0f xor %.0f = %.3f%n", x[2 * row], x[2 * row + 1], y[row]));
        }
        return out.toString();
    }

    private static String sequence(Cell kind) {
        var out = new StringBuilder(kind + ", step by step\n");
        // step-by-step
        float[][] sequence = {{1, 0}, {0, 1}, {1, 1}};
        var cell = new CellModule(kind, 2, 3, true, new ScalarKernels());
        cell.initialise(1);
        var state = cell.zeroState(1);
        for (float[] x : sequence) {
            state = cell.forward(new Tensor(x, 1, 2), state);
            out.append("x ").append(Arrays.toString(x)).append("  h ").append(rounded(state.h()));
            if (state.c() != null) {
                out.append("  c ").append(rounded(state.c()));
            }
            out.append('\n');
        }
        // end
        // at-once
        var module = new SequenceModule(new RecurrentOptions(kind, 2, 3), false, new ScalarKernels());
        module.initialise(1);
        var whole = module.forward(new Tensor(new float[]{1, 0, 0, 1, 1, 1}, 3, 1, 2));
        out.append("at once: outputs ").append(whole.sequence().shape()).append(", last h ")
                .append(rounded(whole.h())).append('\n');
        // end
        return out.toString();
    }

    private static String rounded(Tensor tensor) {
        var text = new StringBuilder();
        for (float value : tensor.values()) {
            text.append(String.format(Locale.ROOT, "%8.4f", value));
        }
        return text.toString();
    }
}
