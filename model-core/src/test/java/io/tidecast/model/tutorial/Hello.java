package io.tidecast.model.tutorial;

import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.train.Adam;
import io.tidecast.model.train.CrossEntropy;
import io.tidecast.model.train.DescentOptions;
import io.tidecast.model.train.GradientStep;
import io.tidecast.model.train.Loss;
import java.util.Locale;

/// Tutorial 3: "hello" becomes "ohlol".
final class Hello {
    private static final String LETTERS = "ehlo";
    private static final int EPOCHS = 15;
    private static final int STEPS = 5;

    final double[] losses = new double[EPOCHS];
    final String[] words = new String[EPOCHS];

    /// @param network takes letters by number, or as four values of which one is 1
    Hello(RecurrentNetwork network, Loss loss, double rate) {
        // train
        float[] hello = {1, 0, 2, 2, 3};
        float[] ohlol = {3, 1, 2, 3, 2};
        float[] x = network.options().embedding().isPresent() ? hello : oneHot(hello);
        var step = new GradientStep(network, loss, new DescentOptions(Adam.DEFAULT.withLearningRate(rate)));
        var tape = network.newTape(STEPS, 1);
        float[] zeroState = new float[network.stateSize(1)];
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            network.forward(x, 0, STEPS, zeroState, 0, tape);
            words[epoch] = word(tape.output());
            step.apply(tape, ohlol, 0);
            losses[epoch] = step.loss();
        }
        // end
    }

    /// With the mean loss.
    Hello(RecurrentNetwork network, double rate) {
        this(network, new CrossEntropy(), rate);
    }

    String report() {
        var out = new StringBuilder();
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            out.append(
                    String.format(
                            Locale.ROOT, "epoch %2d  loss %.4f  predicted %s%n", epoch + 1, losses[epoch],
                            words[epoch]));
        }
        return out.toString();
    }

    // one-hot
    private static float[] oneHot(float[] letters) {
        float[] x = new float[letters.length * LETTERS.length()];
        for (int t = 0; t < letters.length; t++) {
            x[t * LETTERS.length() + (int) letters[t]] = 1;
        }
        return x;
    }

    private static String word(float[] logits) {
        var word = new StringBuilder();
        for (int t = 0; t < STEPS; t++) {
            int best = 0;
            for (int c = 1; c < LETTERS.length(); c++) {
                if (logits[t * LETTERS.length() + c] > logits[t * LETTERS.length() + best]) {
                    best = c;
                }
            }
            word.append(LETTERS.charAt(best));
        }
        return word.toString();
    }
    // end
}
