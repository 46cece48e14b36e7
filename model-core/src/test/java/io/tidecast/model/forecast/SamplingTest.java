package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.Forecast.Status;
import io.tidecast.model.forecast.ForecasterOptions.MultiStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Missing values, gaps, irregular readings and seasons.
class SamplingTest {
    private static final ForecasterOptions SEASONAL = HourlySeries.tiny()
            .withExperts(ExpertKind.SEASONAL_NAIVE);

    @Test
    void missingValuesMoveNoWeight() {
        var options = HourlySeries.tiny().withExperts(ExpertKind.RNN, ExpertKind.PERSISTENCE)
                .withHorizons(3, MultiStep.DIRECT);
        var network = new RecurrentExpert(options);
        var taught = new ScriptedExpert(0);
        var forecaster = new Forecaster(options, network, taught);
        Forecast before = HourlySeries.run(forecaster, HourlySeries.wave(21, 100)).getLast();
        float[] weights = network.weights().clone();
        int lessons = taught.truths.size();
        for (int i = 100; i < 110; i++) {
            Forecast stale = step(forecaster, new Reading(HourlySeries.time(i), Double.NaN));
            assertEquals(Status.STALE, stale.status());
            assertEquals(before.updates(), stale.updates());
            for (int h = 0; h < 3; h++) {
                assertEquals(before.first().horizons().get(h).experts().getFirst().weight(),
                        stale.first().horizons().get(h).experts().getFirst().weight());
            }
        }
        assertArrayEquals(weights, network.weights());
        assertEquals(lessons, taught.truths.size());
        assertEquals(10, forecaster.counters().missing());
        HourlySeries.run(forecaster, List.of(new Reading(HourlySeries.time(110), 20)));
        assertFalse(Arrays.equals(weights, network.weights()), "with the next value it learns on");
    }

    /// The regression's weights show in what it says: to the same situation the same.
    @Test
    void missingValuesLeaveTheRegressionAsItWas() {
        var options = HourlySeries.tiny().withExperts(ExpertKind.RLS);
        var expert = new LinearExpert(options);
        var forecaster = new Forecaster(options, expert);
        HourlySeries.run(forecaster, HourlySeries.wave(22, 100));
        var situation = new Situation(options);
        Arrays.fill(situation.targets[0].steps, 0.5);
        double[][] said = new double[1][1];
        expert.predict(situation, said);
        for (int i = 100; i < 110; i++) {
            step(forecaster, new Reading(HourlySeries.time(i), Double.NaN));
        }
        double[][] saidAgain = new double[1][1];
        expert.predict(situation, saidAgain);
        assertTrue(said[0][0] != 0);
        assertArrayEquals(said[0], saidAgain[0]);
    }

    @Test
    void gapsAreCountedAndTheStepsThatTheyLeftOut() {
        var forecaster = new Forecaster(HourlySeries.withoutNetwork());
        List<Reading> readings = HourlySeries.wave(23, 100);
        readings.subList(80, 90).clear();
        readings.remove(50);
        HourlySeries.run(forecaster, readings);
        assertEquals(2, forecaster.counters().gaps());
        assertEquals(11, forecaster.counters().skippedSteps());
        assertEquals(0, forecaster.counters().missing());
    }

    /// A loop over the steps left out, some 10^18, would not come to an end.
    @Test
    @Timeout(60)
    void aGapOfAnyLengthIsOneStepOfWork() {
        var options = HourlySeries.tiny().withExperts(ExpertKind.values()).withHorizons(3, MultiStep.DIRECT)
                .withSeasonSteps(24);
        var forecaster = new Forecaster(options);
        for (int i = 0; i < 100; i++) {
            forecaster.step(new Reading(i, i % 24));
        }
        long end = Long.MAX_VALUE / 4;
        for (int i = 0; i < 3; i++) {
            Forecast forecast = step(forecaster, new Reading(end + i, i));
            assertTrue(Double.isFinite(forecast.lower()) && Double.isFinite(forecast.upper()));
        }
        assertEquals(1, forecaster.counters().gaps());
        assertEquals(1, (double) forecaster.counters().skippedSteps() / (end - 100), 1e-12);
    }

    @Test
    void inAnIrregularSeriesEveryReadingIsTheNextStep() {
        var random = new Random(24);
        var forecaster = new Forecaster(HourlySeries.tiny());
        long time = HourlySeries.START;
        for (int i = 0; i < 300; i++) {
            time += 1 + random.nextLong(10 * HourlySeries.HOUR);
            Forecast forecast = step(forecaster, new Reading(time, random.nextGaussian()));
            assertTrue(Double.isFinite(forecast.value()));
            assertTrue(forecast.targetTime() > forecast.issuedAt());
            assertEquals(i > 0, forecast.resolved() != null);
        }
        assertEquals(0, forecaster.counters().gaps());
    }

    @ParameterizedTest
    @ValueSource(longs = {3_600_000, 900_000, 10_800_000})
    void theDayIsFoundFromTheSamplingInterval(long interval) {
        int day = (int) (86_400_000 / interval);
        assertEquals(day, seasonOf(SEASONAL, interval));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 50})
    void aGivenSeasonIsUsed(int steps) {
        assertEquals(steps, seasonOf(SEASONAL.withSeasonSteps(steps), HourlySeries.HOUR));
    }

    /// How many steps before the next one the value stood that the seasonal expert forecasts: every value is another.
    private static int seasonOf(ForecasterOptions options, long interval) {
        var forecaster = new Forecaster(options);
        int count = 400;
        Forecast forecast = null;
        for (int i = 0; i < count; i++) {
            forecast = step(forecaster, new Reading(i * interval, value(i)));
        }
        double said = Objects.requireNonNull(forecast).experts().getFirst().value();
        for (int i = count - 1; i >= 0; i--) {
            if (Math.abs(value(i) - said) < 1e-9) {
                return count - i;
            }
        }
        throw new AssertionError("no value was " + said);
    }

    private static double value(int i) {
        return StrictMath.sin(i * (double) i);
    }

    @ParameterizedTest
    @ValueSource(longs = {900_000, 7_200_000})
    void aSeriesThatChangesItsIntervalIsFollowed(long then) {
        var forecaster = new Forecaster(
                HourlySeries.tiny().withExperts(ExpertKind.values()).withHorizons(2, MultiStep.RECURSIVE));
        long time = HourlySeries.START;
        var forecasts = new ArrayList<Forecast>();
        for (int i = 0; i < 500; i++) {
            time += i < 200 ? HourlySeries.HOUR : then;
            forecasts.add(step(forecaster, new Reading(time, value(i))));
        }
        assertEquals(HourlySeries.HOUR, forecasts.get(199).targetTime() - forecasts.get(199).issuedAt());
        Forecast last = forecasts.getLast();
        assertEquals(then, last.targetTime() - last.issuedAt());
        last.first().horizons().forEach(horizon -> assertNotNull(horizon.resolved()));
        int day = (int) (86_400_000 / then);
        double seasonal = last.experts().stream().filter(said -> said.expert() == ExpertKind.SEASONAL_NAIVE)
                .findFirst().orElseThrow().value();
        assertEquals(value(500 - day), seasonal, 1e-9);
        long skipped = forecaster.counters().skippedSteps();
        for (int i = 0; i < 10; i++) {
            time += then;
            step(forecaster, new Reading(time, value(500 + i)));
        }
        assertEquals(skipped, forecaster.counters().skippedSteps());
    }

    private static Forecast step(Forecaster forecaster, Reading reading) {
        return Objects.requireNonNull(forecaster.step(reading));
    }
}
