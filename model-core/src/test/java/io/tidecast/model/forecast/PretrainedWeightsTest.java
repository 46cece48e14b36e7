package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.NetworkSettings.Kind;
import io.tidecast.model.forecast.NetworkSettings.Weights;
import io.tidecast.model.io.ModelFormatException;
import io.tidecast.model.io.Safetensors;
import io.tidecast.model.nn.RecurrentNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PretrainedWeightsTest {
    private static final NetworkSettings SETTINGS = NetworkSettings.DEFAULT.with(Kind.LSTM, 4);

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aSeriesStartsFromTheWeightsOfTheFile(Kind cell) throws Exception {
        NetworkSettings drawn = SETTINGS.with(cell, 4).withSeed(7);
        Safetensors file = Safetensors
                .read(PretrainedWeights.toFile(ForecastNetwork.create(options(drawn)), options(drawn))
                        .toBytes());
        NetworkSettings given = drawn.withSeed(8)
                .withPretrained(PretrainedWeights.of(file, options(drawn)));
        assertEquals(forecasts(drawn), forecasts(given), "weights drawn with 7 are weights given as 7's");
        assertNotEquals(forecasts(drawn.withSeed(8)), forecasts(given));
    }

    @Test
    void frozenWeightsStayAndOthersLearnOn() throws Exception {
        RecurrentNetwork network = ForecastNetwork.create(options(SETTINGS));
        Arrays.fill(network.parameters().values(), 0.1f);
        Safetensors file = PretrainedWeights.toFile(network, options(SETTINGS));
        NetworkSettings learns = SETTINGS.withPretrained(PretrainedWeights.of(file, options(SETTINGS)));
        List<Double> frozen = forecasts(learns.withWeights(Weights.FROZEN));
        List<Double> learning = forecasts(learns);
        assertEquals(frozen.get(1), learning.get(1), "before the first update they agree");
        assertNotEquals(frozen.getLast(), learning.getLast());

        ForecasterOptions frozenOptions = options(learns.withWeights(Weights.FROZEN));
        SharedNetwork shared = Objects.requireNonNull(SharedNetwork.of(frozenOptions));
        var frozenExpert = new SharedExpert(shared);
        var truths = new Truths(1, 1);
        truths.steps[0][0] = 1;
        truths.ages[0] = 1;
        for (int i = 0; i < 5; i++) {
            frozenExpert.predict(new Situation(frozenOptions), new double[1][1]);
            frozenExpert.learn(truths);
            frozenExpert.commit();
        }
        var e = assertThrows(IllegalArgumentException.class,
                () -> frozenExpert.suppose(new Situation(frozenOptions), new double[1]));
        assertTrue(String.valueOf(e.getMessage()).contains("keeps no window"), e::getMessage);
        frozenExpert.restart();
        frozenExpert.commit();
        assertEquals(0, shared.updates());
        assertEquals(0, shared.revision());
    }

    @Test
    void weightsThatAreFrozenMustBeGiven() {
        var refused = assertThrows(IllegalArgumentException.class,
                () -> SETTINGS.withWeights(Weights.FROZEN));
        assertTrue(String.valueOf(refused.getMessage()).contains("must be given"), refused::getMessage);
    }

    @Test
    void theSavedStateBelongsToItsWeights() throws Exception {
        Safetensors file = PretrainedWeights.toFile(ForecastNetwork.create(options(SETTINGS)),
                options(SETTINGS));
        ForecasterOptions learning = options(
                SETTINGS.withPretrained(PretrainedWeights.of(file, options(SETTINGS))));
        ForecasterOptions again = options(
                SETTINGS.withPretrained(PretrainedWeights.of(file, options(SETTINGS))));
        ForecasterOptions frozen = options(learning.network().withWeights(Weights.FROZEN));
        byte[] state = new Forecaster(learning).save();
        assertEquals(learning, again);
        assertEquals(0, Forecaster.load(again, state).readings());
        assertThrows(IllegalArgumentException.class, () -> Forecaster.load(frozen, state));
        assertThrows(IllegalArgumentException.class, () -> Forecaster.load(options(SETTINGS), state));
    }

    @Test
    void refusesAFileThatDoesNotFitAndSaysWhatItExpected() {
        Safetensors file = PretrainedWeights.toFile(ForecastNetwork.create(options(SETTINGS)),
                options(SETTINGS));
        assertRefused(file, SETTINGS.with(Kind.GRU, 4), "cell must be gru, got lstm");
        assertRefused(file, SETTINGS.with(Kind.LSTM, 5), "hidden_size must be 5, got 4");
        var bare = new Safetensors(file.tensors(), new TreeMap<>());
        assertRefused(bare, SETTINGS.with(Kind.LSTM, 5), "must have shape [20, 15], got [16, 15]");
        var other = new TreeMap<>(file.metadata());
        other.put("tidecast.inputs", "level");
        assertRefused(new Safetensors(file.tensors(), other), SETTINGS, "got level");
    }

    @Test
    void trainingRowsHoldTheTargetsThatTheForecasterTeaches() {
        var rows = new TrainingRows(options(SETTINGS));
        for (int i = 0; i < 40; i++) {
            rows.add(new Reading(3_600_000L * i, i == 20 ? Double.NaN : i % 2));
            rows.add(new Reading(3_600_000L * i, 99));
        }
        int inputs = ForecastNetwork.inputNames(options(SETTINGS)).size();
        float[] x = new float[rows.count() * inputs];
        float[] y = new float[rows.count()];
        rows.copy(0, rows.count(), x, y, 0);
        assertEquals(40, rows.count());
        assertTrue(Float.isNaN(y[19]), "the truth of row 20 is missing");
        assertTrue(Float.isNaN(y[39]), "the truth after the end has not come");
        assertEquals(1, y[10], 1e-6, "steps of 1 are one RMS step");
        assertEquals(-1, y[11], 1e-6);
        assertEquals(-1, x[10 * inputs + 1], 1e-6, "the step before is an input");
    }

    private static void assertRefused(Safetensors file, NetworkSettings settings, String message) {
        var e = assertThrows(ModelFormatException.class,
                () -> PretrainedWeights.of(file, options(settings)));
        assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
    }

    private static ForecasterOptions options(NetworkSettings network) {
        return ForecasterOptions.DEFAULT.withExperts(ExpertKind.RNN).withNetwork(network);
    }

    private static List<Double> forecasts(NetworkSettings network) {
        var forecaster = new Forecaster(options(network));
        var values = new ArrayList<Double>();
        for (int i = 0; i < 60; i++) {
            values.add(Objects
                    .requireNonNull(forecaster.step(new Reading(3_600_000L * i, StrictMath.sin(i / 3.0))))
                    .value());
        }
        return values;
    }
}
