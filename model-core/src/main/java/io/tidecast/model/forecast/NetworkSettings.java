package io.tidecast.model.forecast;

import io.tidecast.model.train.Adam;
import io.tidecast.model.train.AdamW;
import io.tidecast.model.train.ElementwiseLoss;
import io.tidecast.model.train.Huber;
import io.tidecast.model.train.MeanAbsoluteError;
import io.tidecast.model.train.MeanSquaredError;
import io.tidecast.model.train.Optimizer;
import io.tidecast.model.train.RmsProp;
import io.tidecast.model.train.Sgd;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The recurrent network of a [Forecaster] and how it learns. The defaults were measured on hourly and quarter-hourly sensor series.
///
/// @param cell            kind of the recurrent cell
/// @param layers          recurrent layers, each on the outputs of the one below
/// @param hiddenSize      units of each recurrent layer
/// @param learnEvery      k1 of truncated BPTT (Williams & Peng 1990): readings from one update to the next
/// @param window          k2 of truncated BPTT: readings that an update looks back over
/// @param loss            what an update makes small
/// @param huberDelta      errors beyond this count linearly in the Huber loss, in RMS steps of the series
/// @param optimizer       the rule that moves the weights
/// @param learningRate    its step size
/// @param maxGradientNorm gradients of a larger global L2 norm are scaled down to it
/// @param seed            seed of the initial weights; every series starts from the same
/// @param pretrained      weights to start from instead; null: none
/// @param weights         whose the weights are, and whether they learn
/// @param batch           with shared weights, readings of any series from one update to the next
public record NetworkSettings(Kind cell, int layers, int hiddenSize, int learnEvery, int window,
        LossKind loss, double huberDelta, OptimizerKind optimizer, double learningRate,
        double maxGradientNorm, long seed, @Nullable PretrainedWeights pretrained, Weights weights,
        int batch) {

    /// The recurrent cells to choose from; the peephole cell is an LSTM whose gates see the cell state.
    public enum Kind {
        LSTM, GRU, ELMAN, PEEPHOLE
    }

    /// Whose the weights are.
    public enum Weights {
        /// Each series has its own and learns from every reading.
        PER_KEY,
        /// All series of a partition have one set, which learns from mini-batches of their readings; see [SharedNetwork].
        SHARED,
        /// All series have those that were given, and these stay.
        FROZEN
    }

    /// The losses to choose from: Huber's, the mean squared and the mean absolute error.
    public enum LossKind {
        HUBER, MSE, MAE
    }

    /// The optimisers to choose from, but for the learning rate with PyTorch's settings.
    public enum OptimizerKind {
        ADAM, ADAMW, RMSPROP, SGD
    }

    private static final int DEFAULT_BATCH = 32;

    /// An LSTM of 32 units that learns from every reading over a window of 4.
    public static final NetworkSettings DEFAULT = new NetworkSettings(Kind.LSTM, 32, 1, 4, 5e-4, 3, 1, 1);

    public NetworkSettings {
        atLeastOne("layers", layers);
        atLeastOne("hiddenSize", hiddenSize);
        atLeastOne("learnEvery", learnEvery);
        atLeastOne("window", window);
        positive("learningRate", learningRate);
        positive("huberDelta", huberDelta);
        positive("maxGradientNorm", maxGradientNorm);
        atLeastOne("batch", batch);
        if (weights == Weights.FROZEN && pretrained == null) {
            throw new IllegalArgumentException(
                    "frozen weights must be given: drawn ones that never learn forecast nothing");
        }
    }

    /// One layer whose initial weights are drawn, with Adam on the Huber loss.
    public NetworkSettings(Kind cell, int hiddenSize, int learnEvery, int window, double learningRate,
            double huberDelta, double maxGradientNorm, long seed) {
        this(cell, 1, hiddenSize, learnEvery, window, LossKind.HUBER, huberDelta, OptimizerKind.ADAM,
                learningRate, maxGradientNorm, seed, null, Weights.PER_KEY, DEFAULT_BATCH);
    }

    static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s must be at least 1, got %d".formatted(name, value));
        }
    }

    static void positive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException("%s must be more than 0, got %s".formatted(name, value));
        }
    }

    /// The loss function.
    public ElementwiseLoss lossFunction() {
        return switch (loss) {
            case HUBER -> new Huber(huberDelta);
            case MSE -> new MeanSquaredError();
            case MAE -> new MeanAbsoluteError();
        };
    }

    /// The rule that moves the weights, with the learning rate.
    public Optimizer updateRule() {
        Adam adam = Adam.DEFAULT.withLearningRate(learningRate);
        return switch (optimizer) {
            case ADAM -> adam;
            case ADAMW -> new AdamW(adam, AdamW.DEFAULT.weightDecay());
            case RMSPROP -> RmsProp.DEFAULT.withLearningRate(learningRate);
            case SGD -> new Sgd(learningRate);
        };
    }

    /// Short name, such as `lstm-h32-k4`; layers, loss, optimiser and place of the weights are named where they are not the default:
    /// `gru-l2-h32-k4-mae-sgd-shared`.
    public String id() {
        return lower(cell) + (layers == 1 ? "" : "-l" + layers) + "-h" + hiddenSize + "-k" + window
                + (loss == LossKind.HUBER ? "" : "-" + lower(loss))
                + (optimizer == OptimizerKind.ADAM ? "" : "-" + lower(optimizer))
                + (weights == Weights.PER_KEY ? "" : "-" + lower(weights));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /// The same with another cell and size, and drawn weights.
    public NetworkSettings with(Kind otherCell, int otherHiddenSize) {
        return new NetworkSettings(otherCell, layers, otherHiddenSize, learnEvery, window, loss, huberDelta,
                optimizer, learningRate, maxGradientNorm, seed, null, drawn(),
                batch);
    }

    /// The same with another number of layers, and drawn weights.
    public NetworkSettings withLayers(int otherLayers) {
        return new NetworkSettings(cell, otherLayers, hiddenSize, learnEvery, window, loss, huberDelta,
                optimizer, learningRate, maxGradientNorm, seed, null, drawn(),
                batch);
    }

    /// The same with another loss.
    public NetworkSettings withLoss(LossKind otherLoss) {
        return new NetworkSettings(cell, layers, hiddenSize, learnEvery, window, otherLoss, huberDelta,
                optimizer, learningRate, maxGradientNorm, seed, pretrained, weights, batch);
    }

    /// The same with another optimiser.
    public NetworkSettings withOptimizer(OptimizerKind otherOptimizer) {
        return new NetworkSettings(cell, layers, hiddenSize, learnEvery, window, loss, huberDelta,
                otherOptimizer, learningRate, maxGradientNorm, seed, pretrained, weights, batch);
    }

    /// The same with another seed.
    public NetworkSettings withSeed(long otherSeed) {
        return new NetworkSettings(cell, layers, hiddenSize, learnEvery, window, loss, huberDelta,
                optimizer, learningRate, maxGradientNorm, otherSeed, pretrained, weights, batch);
    }

    /// The same with other weights to start from; null: none.
    public NetworkSettings withPretrained(@Nullable PretrainedWeights given) {
        return new NetworkSettings(cell, layers, hiddenSize, learnEvery, window, loss, huberDelta,
                optimizer, learningRate, maxGradientNorm, seed, given, weights, batch);
    }

    /// The same with the weights elsewhere.
    public NetworkSettings withWeights(Weights place) {
        return new NetworkSettings(cell, layers, hiddenSize, learnEvery, window, loss, huberDelta,
                optimizer, learningRate, maxGradientNorm, seed, pretrained, place, batch);
    }

    /// The same with other mini-batches.
    public NetworkSettings withBatch(int readings) {
        return new NetworkSettings(cell, layers, hiddenSize, learnEvery, window, loss, huberDelta,
                optimizer, learningRate, maxGradientNorm, seed, pretrained, weights, readings);
    }

    /// Whose weights are that are not given.
    private Weights drawn() {
        return weights == Weights.FROZEN ? Weights.PER_KEY : weights;
    }
}
