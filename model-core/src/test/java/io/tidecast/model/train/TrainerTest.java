package io.tidecast.model.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Head;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// Epochs, evaluation and early stopping on a sine wave.
@ParameterizedClass
@MethodSource("io.tidecast.model.EveryKernels#all")
class TrainerTest {
    @Parameter
    @SuppressWarnings("NullAway.Init")
    private Kernels kernels;

    private static final SequenceBatches TRAINING = SequenceBatches.ofNext(wave(240), 1, 4, 10);
    private static final SequenceBatches VALIDATION = SequenceBatches.ofNext(wave(80), 1, 2, 10);

    @Test
    void theLossFallsAndTheListenerHearsOfEveryEpoch() {
        var heard = new ArrayList<Trainer.Epoch>();
        var history = trainer(network(), 0.01).fit(TRAINING, VALIDATION, 20, null, heard::add);
        assertEquals(heard, history);
        assertEquals(20, history.size());
        assertTrue(history.getLast().trainingLoss() < history.getFirst().trainingLoss() / 4,
                history::toString);
        assertTrue(history.getLast().validationLoss() < history.getFirst().validationLoss() / 4);
    }

    @Test
    void trainingIsTheSameBitsEveryTime() {
        var a = network();
        var b = network();
        trainer(a, 0.01).fit(TRAINING, null, 3, null, _ -> {
        });
        trainer(b, 0.01).fit(TRAINING, null, 3, null, _ -> {
        });
        assertArrayEquals(a.parameters().values(), b.parameters().values());
    }

    @Test
    void impatienceStopsAndTheBestWeightsStay() {
        var network = network();
        // So large a rate that the loss soon rises.
        var trainer = trainer(network, 0.3);
        var history = trainer.fit(TRAINING, VALIDATION, 200, new Trainer.EarlyStopping(3, 0), _ -> {
        });
        assertTrue(history.size() < 200);
        double best = history.stream().mapToDouble(Trainer.Epoch::validationLoss).min().orElseThrow();
        assertEquals(best, trainer.evaluate(VALIDATION));
        assertEquals(best, history.get(history.size() - 4).validationLoss());
    }

    @Test
    void evaluationChangesNothing() {
        var network = network();
        float[] before = network.parameters().values().clone();
        var trainer = trainer(network, 0.01);
        assertEquals(trainer.evaluate(VALIDATION), trainer.evaluate(VALIDATION));
        assertArrayEquals(before, network.parameters().values());
    }

    @Test
    void aHeadOnTheLastStepIsScoredThere() {
        var options = new NetworkOptions(new RecurrentOptions(new Gru(), 1, 5), 1).withHead(Head.LAST_STEP);
        var network = new RecurrentNetwork(options, kernels);
        network.initialise(1);
        var trainer = trainer(network, 0.01);
        double first = trainer.epoch(TRAINING);
        for (int n = 0; n < 30; n++) {
            trainer.epoch(TRAINING);
        }
        assertTrue(trainer.epoch(TRAINING) < first / 4);
    }

    @Test
    void aLossThatIsNotFiniteIsAnError() {
        float[] values = wave(40);
        values[20] = 1e30f;
        var batches = SequenceBatches.ofNext(values, 1, 2, 10);
        assertThrows(ArithmeticException.class, () -> trainer(network(), 0.01).epoch(batches));
    }

    @Test
    void earlyStoppingNeedsValidation() {
        var stopping = new Trainer.EarlyStopping(1, 0);
        assertThrows(IllegalArgumentException.class,
                () -> trainer(network(), 0.01).fit(TRAINING, null, 3, stopping, _ -> {
                }));
    }

    private static Trainer trainer(RecurrentNetwork network, double rate) {
        var options = new DescentOptions(Adam.DEFAULT.withLearningRate(rate)).withMaxGradientNorm(1);
        return new Trainer(network, new MeanSquaredError(), options);
    }

    private RecurrentNetwork network() {
        var network = new RecurrentNetwork(
                new NetworkOptions(new RecurrentOptions(new Gru(), 1, 5), 1), kernels);
        network.initialise(1);
        return network;
    }

    private static float[] wave(int length) {
        float[] wave = new float[length];
        for (int t = 0; t < length; t++) {
            wave[t] = (float) StrictMath.sin(2 * Math.PI * t / 20);
        }
        return wave;
    }
}
