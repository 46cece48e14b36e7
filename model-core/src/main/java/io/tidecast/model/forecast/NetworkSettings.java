package io.tidecast.model.forecast;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The recurrent network of a [Forecaster] and how it learns. The defaults were measured on hourly and quarter-hourly sensor series.
///
/// @param cell            kind of the recurrent cell
/// @param hiddenSize      units of the recurrent layer
/// @param learnEvery      k1 of truncated BPTT (Williams & Peng 1990): readings from one update to the next
/// @param window          k2 of truncated BPTT: readings that an update looks back over
/// @param learningRate    step size of Adam
/// @param huberDelta      errors beyond this count linearly, in RMS steps of the series
/// @param maxGradientNorm gradients of a larger global L2 norm are scaled down to it
/// @param seed            seed of the initial weights; every series starts from the same
/// @param pretrained      weights to start from instead; null: none
public record NetworkSettings(Kind cell, int hiddenSize, int learnEvery, int window, double learningRate,
        double huberDelta,
        double maxGradientNorm, long seed, @Nullable PretrainedWeights pretrained) {

    /// The recurrent cells to choose from.
    public enum Kind {
        LSTM, GRU, ELMAN
    }

    /// An LSTM of 32 units that learns from every reading over a window of 4.
    public static final NetworkSettings DEFAULT = new NetworkSettings(Kind.LSTM, 32, 1, 4, 5e-4, 3, 1, 1);

    public NetworkSettings {
        atLeastOne("hiddenSize", hiddenSize);
        atLeastOne("learnEvery", learnEvery);
        atLeastOne("window", window);
        positive("learningRate", learningRate);
        positive("huberDelta", huberDelta);
        positive("maxGradientNorm", maxGradientNorm);
    }

    /// Settings whose initial weights are drawn.
    public NetworkSettings(Kind cell, int hiddenSize, int learnEvery, int window, double learningRate,
            double huberDelta, double maxGradientNorm, long seed) {
        this(cell, hiddenSize, learnEvery, window, learningRate, huberDelta, maxGradientNorm, seed, null);
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

    /// Short name, such as `lstm-h32-k4`.
    public String id() {
        return "%s-h%d-k%d".formatted(cell.name().toLowerCase(Locale.ROOT), hiddenSize, window);
    }

    /// The same with another cell and size, and drawn weights.
    public NetworkSettings with(Kind otherCell, int otherHiddenSize) {
        return new NetworkSettings(otherCell, otherHiddenSize, learnEvery, window, learningRate, huberDelta,
                maxGradientNorm, seed);
    }

    /// The same with another seed.
    public NetworkSettings withSeed(long otherSeed) {
        return new NetworkSettings(cell, hiddenSize, learnEvery, window, learningRate, huberDelta,
                maxGradientNorm, otherSeed, pretrained);
    }

    /// The same with other weights to start from; null: none.
    public NetworkSettings withPretrained(@Nullable PretrainedWeights weights) {
        return new NetworkSettings(cell, hiddenSize, learnEvery, window, learningRate, huberDelta,
                maxGradientNorm, seed, weights);
    }
}
