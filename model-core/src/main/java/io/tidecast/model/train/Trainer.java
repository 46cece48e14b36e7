package io.tidecast.model.train;

import io.tidecast.model.nn.NetworkTape;
import io.tidecast.model.nn.RecurrentNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Offline training: epoch after epoch over the same batches. The state is handed on from batch to batch, cut off from its
/// gradient, and is zero at the beginning of every epoch.
public final class Trainer {
    /// What came of one pass over the batches.
    ///
    /// @param number         from 1
    /// @param trainingLoss   mean over the batches, each before its update
    /// @param validationLoss after the epoch; NaN without validation
    public record Epoch(int number, double trainingLoss, double validationLoss) {}

    /// When to give up.
    ///
    /// @param patience    epochs in a row without improvement of the validation loss
    /// @param improvement by which it must fall to count
    public record EarlyStopping(int patience, double improvement) {
        public EarlyStopping {
            if (patience < 1) {
                throw new IllegalArgumentException("patience must be at least 1, got " + patience);
            }
        }
    }

    private final RecurrentNetwork network;
    private final Loss loss;
    private final GradientStep gradientStep;

    public Trainer(RecurrentNetwork network, Loss loss, DescentOptions options) {
        this.network = network;
        this.loss = loss;
        gradientStep = new GradientStep(network, loss, options);
    }

    /// Trains for at most `epochs` epochs. With validation, the network ends with the weights of its best epoch.
    ///
    /// @param validation not learned from; null for none
    /// @param stopping   needs validation; null to train to the end
    /// @param listener   told of each epoch when it is over
    public List<Epoch> fit(
            SequenceBatches training, @Nullable SequenceBatches validation, int epochs,
            @Nullable EarlyStopping stopping, Consumer<Epoch> listener) {
        if (stopping != null && validation == null) {
            throw new IllegalArgumentException("early stopping needs validation batches");
        }
        var history = new ArrayList<Epoch>();
        float[] w = network.parameters().values();
        float[] best = w.clone();
        double lowest = Double.POSITIVE_INFINITY;
        int lowestAt = 0;
        for (int n = 1; n <= epochs && (stopping == null || n - lowestAt <= stopping.patience()); n++) {
            double trained = epoch(training);
            var epoch = new Epoch(n, trained, validation == null ? Double.NaN : evaluate(validation));
            history.add(epoch);
            listener.accept(epoch);
            if (epoch.validationLoss() < lowest - (stopping == null ? 0 : stopping.improvement())) {
                lowest = epoch.validationLoss();
                lowestAt = n;
                best = w.clone();
            }
        }
        if (lowestAt > 0) {
            System.arraycopy(best, 0, w, 0, w.length);
        }
        return history;
    }

    /// One pass over the batches with an update after each.
    ///
    /// @return the mean of the batches' losses, each before its update
    /// @throws ArithmeticException when a loss or gradient is not finite; the weights are those before that batch
    public double epoch(SequenceBatches batches) {
        var tape = network.newTape(batches.steps(), batches.batchSize());
        float[] state = new float[network.stateSize(batches.batchSize())];
        double sum = 0;
        int scored = 0;
        for (int n = 0; n < batches.count(); n++) {
            tape.stack().drawDropout(gradientStep.updates());
            network.forward(batches.inputs(n), 0, batches.steps(), state, 0, tape);
            var outcome = gradientStep.apply(tape, batches.targets(n), targetOffset(tape));
            if (outcome == Outcome.NOT_FINITE) {
                throw new ArithmeticException("loss or gradient is not finite in batch " + n);
            }
            if (outcome == Outcome.UPDATED) {
                sum += gradientStep.loss();
                scored++;
            }
            tape.copyState(batches.steps(), state, 0);
        }
        return sum / scored;
    }

    /// The mean loss over all targets, without learning and without dropout.
    public double evaluate(SequenceBatches batches) {
        var tape = network.newTape(batches.steps(), batches.batchSize());
        float[] state = new float[network.stateSize(batches.batchSize())];
        int outputs = network.options().outputSize();
        double sum = 0;
        double weight = 0;
        for (int n = 0; n < batches.count(); n++) {
            network.forward(batches.inputs(n), 0, batches.steps(), state, 0, tape);
            float[] targets = batches.targets(n);
            weight += loss.totalWeight(targets, targetOffset(tape), tape.rows(), loss.targetSize(outputs));
            sum += loss.mean(
                    tape.output(), tape.rows(), outputs, targets, targetOffset(tape), 1,
                    tape.outputGradient());
            tape.copyState(batches.steps(), state, 0);
        }
        return sum / weight;
    }

    /// Loss, gradient norm and count of the updates.
    public GradientStep gradientStep() {
        return gradientStep;
    }

    /// Index of the first target that is scored: that of the last step if the head sees only this one.
    private int targetOffset(NetworkTape tape) {
        int unscored = tape.steps() * tape.stack().batch() - tape.rows();
        return unscored * loss.targetSize(network.options().outputSize());
    }
}
