package io.tidecast.model.tutorial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.GoldenFile;
import io.tidecast.model.RecurrentGoldens;
import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.train.CrossEntropy;
import io.tidecast.model.train.Summed;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// The tutorials do what their pages say, and the pages show what they print.
class TutorialTest {
    private static final String LETTERS = "ehlo";
    private static final String TEXT = """
            The tide comes in, the tide goes out, and every wave that comes is like the one before, and yet no wave is
            ever quite the same. Who counts the waves will learn the tide, and who has learned the tide will know the
            next wave before it comes.
            """
            .replace("\n", " ");

    @Test
    void stepByStep() throws Exception {
        String output = StepByStep.run();
        TutorialPage.check("1-step-by-step.md", StepByStep.class, output);
    }

    @Test
    void sineWave() throws Exception {
        var wave = new SineWave(2);
        TutorialPage.check("2-sine-wave.md", SineWave.class, wave.report());
        TutorialPage.compare("2-sine-wave.svg", wave.plot());
    }

    @Test
    void theSineWaveIsLearnedFromMostInitialWeights() {
        double[] errors = LongStream.rangeClosed(1, 10).mapToDouble(seed -> new SineWave(seed).finalError())
                .sorted()
                .toArray();
        assertTrue((errors[4] + errors[5]) / 2 < 0.006, () -> "median of " + Arrays.toString(errors));
    }

    @Test
    void hello() throws Exception {
        var output = new StringBuilder();
        for (var golden : GoldenFile.read("hello")) {
            var network = RecurrentGoldens.network(golden, new ScalarKernels());
            RecurrentGoldens.set(network.parameters(), golden, "");
            double rate = Double.parseDouble(golden.option("rate"));
            var hello = golden.option("kind").equals("cell")
                    ? new Hello(network, new Summed(new CrossEntropy()), rate)
                    : new Hello(network, rate);
            for (int epoch = 0; epoch < 15; epoch++) {
                // Fifteen steps of Adam, whose first moves are nearly signs, enlarge roundings of 6e-8 a thousandfold.
                assertEquals(golden.tensor("losses")[epoch], hello.losses[epoch], 1e-4,
                        golden + " epoch " + epoch);
                var word = new StringBuilder();
                for (int t = 0; t < 5; t++) {
                    word.append(LETTERS.charAt((int) golden.tensor("letters")[epoch * 5 + t]));
                }
                assertEquals(word.toString(), hello.words[epoch], golden + " epoch " + epoch);
            }
            output.append(golden.option("kind")).append(", ").append(network.options().recurrent().cell())
                    .append('\n')
                    .append(hello.report()).append('\n');
        }
        TutorialPage.check("3-hello.md", Hello.class, output.toString());
    }

    @Test
    void gates() throws Exception {
        TutorialPage.check("4-gates.md", Gates.class, new Gates().run());
    }

    @Test
    void characterModel() throws Exception {
        var model = new CharacterModel(TEXT);
        String output = CharacterModel.batches() + "\n" + model.run();
        assertTrue(model.losses[model.losses.length - 1] < 0.3);
        TutorialPage.check("5-character-model.md", CharacterModel.class, output);
        TutorialPage.compare("5-character-model.svg", model.plot());
    }

    @Test
    void manyToOne() throws Exception {
        var tutorial = new ManyToOne();
        String output = tutorial.run();
        assertTrue(tutorial.lstmLosses[149] < tutorial.lstmLosses[0] / 5);
        assertTrue(tutorial.rnnLosses[149] < tutorial.rnnLosses[0] / 5);
        TutorialPage.check("6-many-to-one.md", ManyToOne.class, output);
        TutorialPage.compare("6-many-to-one.svg", tutorial.plot());
    }
}
