package io.tidecast.app.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.backtest.RowRange;
import io.tidecast.app.backtest.Series;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.model.train.Trainer.Epoch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OfflineTrainingTest {
    private static final ForecasterOptions MODEL = ForecasterOptions.DEFAULT
            .withNetwork(new NetworkSettings(NetworkSettings.Kind.GRU, 6, 1, 4, 5e-3, 3, 1, 1));

    private final List<Epoch> epochs = new ArrayList<>();

    @Test
    void learnsTheSameWeightsFromTheSameSeries() {
        var options = new TrainingOptions(RowRange.ALL, 12, 4, 8, 0.2, 0);
        float[] first = weights(options);
        assertTrue(epochs.getLast().validationLoss() < 0.5 * epochs.getFirst().validationLoss(),
                epochs.toString());
        assertArrayEquals(first, weights(options));
    }

    @Test
    void usesOnlyTheRowsItIsGiven() {
        var firstHalf = new TrainingOptions(RowRange.parse("0:200"), 2, 1, 8, 0, 0);
        float[] expected = train(List.of(wave(0, 200)), firstHalf);
        assertArrayEquals(expected, train(List.of(wave(0, 400)), firstHalf));
    }

    @Test
    void stopsWhenValidationNoLongerImproves() {
        Series noise = new Series("noise");
        var random = new java.util.Random(3);
        for (int i = 0; i < 300; i++) {
            noise.add(3_600_000L * i, random.nextGaussian());
        }
        train(List.of(noise), new TrainingOptions(RowRange.ALL, 400, 1, 8, 0.3, 3));
        assertTrue(epochs.size() < 400, "" + epochs.size());
    }

    @Test
    void takesSeriesOfDifferentLengths() {
        train(List.of(wave(0, 300), wave(1, 7), new Series("empty")),
                new TrainingOptions(RowRange.ALL, 1, 8, 16, 0.2, 2));
        assertEquals(1, epochs.size());
        assertTrue(Double.isFinite(epochs.getFirst().trainingLoss()));
    }

    @Test
    void refusesToTrainOnNothing() {
        var options = new TrainingOptions(RowRange.parse("5:5"), 1, 1, 8, 0, 0);
        assertThrows(CommandFailure.class, () -> train(List.of(wave(0, 50)), options));
    }

    private float[] weights(TrainingOptions options) {
        return train(List.of(wave(0, 400), wave(1, 300)), options);
    }

    private float[] train(List<Series> series, TrainingOptions options) {
        epochs.clear();
        return new OfflineTraining(series, MODEL, options).run(epochs::add).parameters().values();
    }

    private static Series wave(double phase, int rows) {
        var series = new Series("wave" + phase);
        for (int i = 0; i < rows; i++) {
            series.add(3_600_000L * i, StrictMath.sin(phase + i / 2.0));
        }
        return series;
    }
}
