package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.Forecast.Event;
import io.tidecast.model.forecast.Forecast.ExpertForecast;
import io.tidecast.model.forecast.ForecasterOptions.DriftResponse;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriftTest {
    private static final int CHANGE = 500;

    /// White noise whose deviation triples.
    private static List<Reading> tripling(long seed, int count) {
        double[] noise = HourlySeries.whiteNoise(seed, count);
        return HourlySeries.of(count, i -> new double[]{(i < CHANGE ? 1 : 3) * noise[i]});
    }

    private static boolean tellsOfDrift(Forecast forecast) {
        return forecast.events().stream().anyMatch(event -> event.kind() == Event.Kind.DRIFT);
    }

    private static int firstDrift(List<Forecast> forecasts) {
        for (int i = 0; i < forecasts.size(); i++) {
            if (tellsOfDrift(forecasts.get(i))) {
                return i;
            }
        }
        throw new AssertionError("no drift among " + forecasts.size() + " forecasts");
    }

    /// Scaled absolute errors grow from 1 to 3, so that the excess grows by up to 1.75 a reading and passes 30 after some 17.
    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43})
    void anEventTellsThatTheNoiseHasTripled(long seed) {
        var forecaster = new Forecaster(HourlySeries.withoutNetwork());
        List<Forecast> forecasts = HourlySeries.run(forecaster, tripling(seed, CHANGE + 100));
        int drift = firstDrift(forecasts);
        assertTrue(drift >= CHANGE && drift < CHANGE + 60, "drift at " + drift);
        assertEquals("value", forecasts.get(drift).events().getFirst().field());
        assertEquals(forecasts.stream().filter(DriftTest::tellsOfDrift).count(),
                forecaster.counters().drifts());
    }

    @ParameterizedTest
    @ValueSource(longs = {44, 45, 46})
    void aStationarySeriesRaisesNone(long seed) {
        double[] noise = HourlySeries.whiteNoise(seed, 10_000);
        var forecaster = new Forecaster(HourlySeries.withoutNetwork());
        HourlySeries.run(forecaster, HourlySeries.of(noise.length, i -> new double[]{noise[i]}));
        assertEquals(0, forecaster.counters().drifts());
    }

    /// By day the noise is three times that of the night: that is the series' way, and no drift.
    @Test
    void aDailyPatternOfTheNoiseRaisesNoneOnceItIsKnown() {
        double[] noise = HourlySeries.whiteNoise(49, 5000);
        List<Forecast> forecasts = HourlySeries.run(HourlySeries.withoutNetwork(),
                HourlySeries.of(noise.length, i -> new double[]{(i % 24 < 12 ? 3 : 1) * noise[i]}));
        assertTrue(forecasts.subList(500, 5000).stream().noneMatch(DriftTest::tellsOfDrift));
    }

    @ParameterizedTest
    @EnumSource
    void replayedAndReloadedTheForecastsAreTheSameBits(DriftResponse response) {
        ForecasterOptions options = HourlySeries.tiny().withDriftResponse(response);
        List<Reading> readings = tripling(47, CHANGE + 150);
        List<Forecast> through = HourlySeries.run(options, readings);
        int stop = firstDrift(through) + 10;
        var before = new Forecaster(options);
        assertEquals(through.subList(0, stop), HourlySeries.run(before, readings.subList(0, stop)));
        Forecaster after = Forecaster.load(options, before.save());
        assertEquals(through.subList(stop, readings.size()),
                HourlySeries.run(after, readings.subList(stop, readings.size())));
        List<Forecast> unanswered = HourlySeries.run(options.withDriftResponse(DriftResponse.NONE), readings);
        if (response != DriftResponse.NONE) {
            assertNotEquals(unanswered.getLast().value(), through.getLast().value());
        }
    }

    @Test
    void theBestExpertIsTheForecastForAWhile() {
        ForecasterOptions options = HourlySeries.withoutNetwork()
                .withDriftResponse(DriftResponse.BEST_EXPERT);
        List<Forecast> forecasts = HourlySeries.run(options, tripling(48, CHANGE + 300));
        int drift = firstDrift(forecasts);
        for (int i = drift; i < drift + 200; i++) {
            // On white noise the regression is the better one: the last value has twice the variance.
            ExpertForecast best = forecasts.get(i).experts().getLast();
            assertEquals(best.value(), forecasts.get(i).value(), 1e-9, "row " + i);
        }
        Forecast before = forecasts.get(drift - 1);
        assertNotEquals(before.experts().getLast().value(), before.value(), 1e-9);
    }

    @Test
    void aRaisedLearningRateMovesWeightsFurther() {
        var raised = taught(DriftResponse.RAISE_LEARNING_RATE);
        var usual = taught(DriftResponse.NONE);
        double[] ordinary = usual.moves();
        double[] moves = raised.moves();
        for (int i = 0; i < moves.length; i++) {
            // Weights are floats near 0.5 and a move is near 2e-3: rounding is 1e-4 of it.
            assertEquals(4 * ordinary[i], moves[i], 1e-6);
        }
    }

    /// Without moments Adam's step `m / sqrt(v)` is as long for every weight, whatever its gradient.
    @Test
    void aResetOptimiserForgetsItsMoments() {
        double[] moves = taught(DriftResponse.RESET_OPTIMIZER).moves();
        double[] remembered = taught(DriftResponse.NONE).moves();
        double longest = longest(moves);
        assertTrue(longest > 0);
        long asLong = Arrays.stream(moves).filter(move -> Math.abs(move) > 0.98 * longest).count();
        long moved = Arrays.stream(moves).filter(move -> Math.abs(move) > 0).count();
        assertTrue(asLong > 0.9 * moved, asLong + " of " + moved);
        double longestRemembered = longest(remembered);
        assertTrue(Arrays.stream(remembered)
                .filter(move -> Math.abs(move) > 0.98 * longestRemembered).count() < 0.5 * moved);
    }

    private static double longest(double[] moves) {
        return Arrays.stream(moves).map(Math::abs).max().orElseThrow();
    }

    /// A network that has been taught and then told of a drift.
    private static Pupil taught(DriftResponse response) {
        var pupil = new Pupil();
        for (int i = 0; i < 100; i++) {
            pupil.teach();
        }
        pupil.expert.drifted(response);
        return pupil;
    }

    private static final class Pupil {
        private static final ForecasterOptions OPTIONS = HourlySeries.tiny().withExperts(ExpertKind.RNN);
        private final RecurrentExpert expert = new RecurrentExpert(OPTIONS);
        private final Situation situation = new Situation(OPTIONS);
        private final Truths truths = new Truths(1, 1);
        private int lessons;

        private void teach() {
            situation.targets[0].steps[0] = StrictMath.sin(lessons);
            situation.targets[0].level = StrictMath.sin(0.1 * lessons);
            truths.steps[0][0] = StrictMath.sin(lessons + 1);
            truths.ages[0] = 1;
            expert.predict(situation, new double[1][1]);
            expert.learn(truths);
            lessons++;
        }

        /// How far one more update moves each weight.
        private double[] moves() {
            float[] before = expert.weights().clone();
            teach();
            double[] moves = new double[before.length];
            for (int i = 0; i < moves.length; i++) {
                moves[i] = (double) expert.weights()[i] - before[i];
            }
            return moves;
        }
    }
}
