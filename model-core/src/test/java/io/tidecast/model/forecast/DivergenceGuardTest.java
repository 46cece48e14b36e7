package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.Forecast.Event;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DivergenceGuardTest {
    private static final ForecasterOptions TWO = HourlySeries.withoutNetwork();
    private static final ForecasterOptions NETWORK = HourlySeries.tiny().withExperts(ExpertKind.RNN);

    @Test
    void anExpertThatFailsToLearnIsRestartedCountedAndToldOf() {
        var failing = new ScriptedExpert(0.5);
        var healthy = new ScriptedExpert(-0.5);
        var forecaster = new Forecaster(TWO, failing, healthy);
        List<Reading> readings = HourlySeries.wave(1, 21);
        HourlySeries.run(forecaster, readings.subList(0, 20));
        int learned = healthy.truths.size();
        failing.failsToLearn = true;
        Forecast forecast = Objects.requireNonNull(forecaster.step(readings.get(20)));
        assertEquals(1, failing.restarts);
        assertEquals(1, forecaster.counters().restarts());
        assertEquals(List.of(new Event(Event.Kind.RESTART, "",
                "persistence begins again from its last good state: scripted")), forecast.events());
        assertEquals(learned + 1, healthy.truths.size());
        assertEquals(0, healthy.restarts);
        assertTrue(Double.isFinite(forecast.value()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e9, -1e9, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void anExpertThatExplodesIsRestartedAndLeftOutOfThatForecast(double exploded) {
        var failing = new ScriptedExpert(exploded);
        var healthy = new ScriptedExpert(0.25);
        var forecaster = new Forecaster(TWO, failing, healthy);
        List<Forecast> forecasts = HourlySeries.run(forecaster, HourlySeries.wave(1, 30));
        assertEquals(30, failing.restarts);
        assertEquals(30, forecaster.counters().restarts());
        for (Forecast forecast : forecasts) {
            assertEquals(Event.Kind.RESTART, forecast.events().getFirst().kind());
            assertTrue(Double.isNaN(forecast.experts().getFirst().value()));
            assertEquals(forecast.experts().getLast().value(), forecast.value(), 1e-12);
        }
    }

    @Test
    void anExpertThatHasNothingToSayIsNotRestarted() {
        var forecaster = new Forecaster(TWO, new ScriptedExpert(Double.NaN), new ScriptedExpert(0.25));
        for (Forecast forecast : HourlySeries.run(forecaster, HourlySeries.wave(1, 30))) {
            assertEquals(forecast.experts().getLast().value(), forecast.value(), 1e-12);
        }
        assertEquals(0, forecaster.counters().restarts());
    }

    /// Head weights of 1e6 make the forecast explode; NaN everywhere makes the gradient so.
    @ParameterizedTest
    @ValueSource(floats = {1e6f, Float.NaN})
    void theForecastComesBackAfterTheNetworksWeightsAreLost(float weight) {
        var expert = new RecurrentExpert(NETWORK);
        var forecaster = new Forecaster(NETWORK, expert);
        List<Reading> readings = HourlySeries.wave(2, 140);
        HourlySeries.run(forecaster, readings.subList(0, 100));
        Arrays.fill(expert.weights(), weight);
        for (Forecast forecast : HourlySeries.run(forecaster, readings.subList(100, 140))) {
            assertTrue(Double.isFinite(forecast.value()));
        }
        assertEquals(1, forecaster.counters().restarts());
        assertFinite(expert.weights());
        assertTrue(expert.updates() > 120, "it learns on, made updates: " + expert.updates());
    }

    @Test
    void theNetworkRestartsFromTheWeightsThatWereLastGood() {
        var expert = new RecurrentExpert(NETWORK);
        float[] first = expert.weights().clone();
        teach(expert, 100);
        Arrays.fill(expert.weights(), Float.NaN);
        assertThrows(ArithmeticException.class, () -> teach(expert, 1));
        expert.restart();
        assertArrayEquals(rounded(first), expert.weights(),
                "until the first check the first weights are good");

        teach(expert, 512);
        float[] checked = expert.weights().clone();
        teach(expert, 100);
        Arrays.fill(expert.weights(), Float.NaN);
        expert.restart();
        assertFalse(Arrays.equals(rounded(first), rounded(checked)));
        assertArrayEquals(rounded(checked), expert.weights(), "every 512 updates the weights are looked at");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aRegressionRefusesAnUpdateThatIsNotFiniteAndIsAsBefore(double bad) {
        var regression = new RecursiveLeastSquares(2, 0.99, 1);
        for (int i = 0; i < 20; i++) {
            regression.learn(new double[]{i % 3, 1}, 2 * (i % 3) + 1);
        }
        byte[] before = SavedState.of(regression::save, regression.byteSize());
        assertThrows(ArithmeticException.class, () -> regression.learn(new double[]{1, 1}, bad));
        assertThrows(ArithmeticException.class, () -> regression.learn(new double[]{bad, 1}, 1));
        assertArrayEquals(before, SavedState.of(regression::save, regression.byteSize()));
    }

    private static void teach(RecurrentExpert expert, int readings) {
        var truths = new Truths(1, 1);
        truths.steps[0][0] = 0.5;
        truths.ages[0] = 1;
        for (int i = 0; i < readings; i++) {
            expert.predict(new Situation(NETWORK), new double[1][1]);
            expert.learn(truths);
        }
    }

    private static float[] rounded(float[] weights) {
        float[] rounded = new float[weights.length];
        for (int i = 0; i < weights.length; i++) {
            rounded[i] = Float.float16ToFloat(Float.floatToFloat16(weights[i]));
        }
        return rounded;
    }

    private static void assertFinite(float[] weights) {
        for (float weight : weights) {
            assertTrue(Float.isFinite(weight));
        }
    }
}
