package io.tidecast.model.forecast;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32C;

/// What a [Forecaster] is made of. The defaults were measured on hourly and quarter-hourly sensor series.
///
/// @param cell               recurrent cell of the network
/// @param hiddenSize         units of the recurrent layer
/// @param learnEvery         k1 of truncated BPTT (Williams & Peng 1990): readings from one update to the next
/// @param window             k2 of truncated BPTT: readings that an update looks back over
/// @param learningRate       step size of Adam
/// @param huberDelta         errors beyond this count linearly, in RMS steps of the series
/// @param maxGradientNorm    gradients of a larger global L2 norm are scaled down to it
/// @param scaleHalfLifeSteps half-life of the online scale, in readings
/// @param level              share of truths that the prediction interval shall cover, between 0 and 1
/// @param warmUpReadings     resolved forecasts before a forecast counts as trustworthy
/// @param seed               seed of the initial weights; every series starts from the same
public record ForecasterOptions(Cell cell, int hiddenSize, int learnEvery, int window, float learningRate,
        float huberDelta,
        float maxGradientNorm, int scaleHalfLifeSteps, double level, int warmUpReadings, long seed) {

    /// The recurrent cells to choose from.
    public enum Cell {
        LSTM, GRU, ELMAN
    }

    /// An LSTM of 32 units that learns from every reading over a window of 4.
    public static final ForecasterOptions DEFAULT = new ForecasterOptions(Cell.LSTM, 32, 1, 4, 5e-4f, 3f, 1f,
            672, 0.9, 50, 1);

    public ForecasterOptions {
        atLeastOne("hiddenSize", hiddenSize);
        atLeastOne("learnEvery", learnEvery);
        atLeastOne("window", window);
        positive("learningRate", learningRate);
        positive("huberDelta", huberDelta);
        if (!(maxGradientNorm > 0)) {
            throw new IllegalArgumentException("maxGradientNorm must be more than 0, got " + maxGradientNorm);
        }
        atLeastOne("scaleHalfLifeSteps", scaleHalfLifeSteps);
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must be between 0 and 1, got " + level);
        }
        if (warmUpReadings < 0) {
            throw new IllegalArgumentException("warmUpReadings must be at least 0, got " + warmUpReadings);
        }
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s must be at least 1, got %d".formatted(name, value));
        }
    }

    private static void positive(String name, float value) {
        if (!(value > 0 && Float.isFinite(value))) {
            throw new IllegalArgumentException(
                    "%s must be more than 0 and finite, got %s".formatted(name, value));
        }
    }

    /// Short name of the network, such as `lstm-h32-k4`.
    public String modelId() {
        return "%s-h%d-k%d".formatted(cell.name().toLowerCase(Locale.ROOT), hiddenSize, window);
    }

    /// The same for the same options in every process.
    int fingerprint() {
        var crc = new CRC32C();
        crc.update(toString().getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }
}
