package io.tidecast.model.tutorial;

import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.EmbeddingOptions;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import io.tidecast.model.train.Adam;
import io.tidecast.model.train.CrossEntropy;
import io.tidecast.model.train.DescentOptions;
import io.tidecast.model.train.SequenceBatches;
import io.tidecast.model.train.Trainer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Tutorial 5: sequence batching, and a character model on a text of the reader's choice.
final class CharacterModel {
    private static final int EPOCHS = 60;
    private final String text;
    private final String alphabet;
    private final RecurrentNetwork network;
    final double[] losses = new double[EPOCHS];
    private final StringBuilder out = new StringBuilder();

    CharacterModel(String text) {
        this.text = text;
        alphabet = text.chars().distinct().sorted().mapToObj(Character::toString)
                .collect(Collectors.joining());
        // network
        int letters = alphabet.length();
        var options = new NetworkOptions(new RecurrentOptions(new Lstm(), 12, 48), letters)
                .withEmbedding(new EmbeddingOptions(letters, 12));
        network = new RecurrentNetwork(options, new ScalarKernels());
        network.initialise(1);
        // end
    }

    static String batches() {
        var out = new StringBuilder();
        // batches
        float[] numbers = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        var batches = SequenceBatches.ofNext(numbers, 1, 2, 3);
        for (int n = 0; n < batches.count(); n++) {
            out.append("batch ").append(n).append('\n');
            out.append("  inputs by step  ").append(Arrays.toString(batches.inputs(n))).append('\n');
            out.append("  targets by step ").append(Arrays.toString(batches.targets(n))).append('\n');
        }
        // end
        return out.toString();
    }

    String run() {
        // train
        float[] numbers = new float[text.length()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = alphabet.indexOf(text.charAt(i));
        }
        var batches = SequenceBatches.ofNext(numbers, 1, 2, 25);
        var options = new DescentOptions(Adam.DEFAULT.withLearningRate(0.01)).withMaxGradientNorm(5);
        var trainer = new Trainer(network, new CrossEntropy(), options);
        trainer.fit(batches, null, EPOCHS, null, epoch -> {
            losses[epoch.number() - 1] = epoch.trainingLoss();
            if (epoch.number() % 10 == 0) {
                out.append(
                        String.format(Locale.ROOT, "epoch %2d  loss %.4f%n", epoch.number(),
                                epoch.trainingLoss()));
            }
        });
        // end
        out.append("\n").append(continued("The tide ", 150)).append('\n');
        return out.toString();
    }

    // sample
    /// Goes on after `beginning`, always with the likeliest letter.
    private String continued(String beginning, int length) {
        var written = new StringBuilder(beginning);
        var tape = network.newTape(1, 1);
        float[] state = new float[network.stateSize(1)];
        for (int i = 0; i < length; i++) {
            network.forward(new float[]{alphabet.indexOf(written.charAt(i))}, 0, 1, state, 0, tape);
            tape.copyState(1, state, 0);
            if (i == written.length() - 1) {
                written.append(alphabet.charAt(likeliest(tape.output())));
            }
        }
        return written.toString();
    }

    private static int likeliest(float[] logits) {
        int best = 0;
        for (int c = 1; c < logits.length; c++) {
            best = logits[c] > logits[best] ? c : best;
        }
        return best;
    }
    // end

    String plot() {
        return new LinePlot("Cross-entropy of the character model", "epoch").add("loss", losses).toSvg();
    }
}
