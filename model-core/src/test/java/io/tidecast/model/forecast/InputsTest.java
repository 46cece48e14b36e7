package io.tidecast.model.forecast;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.ForecasterOptions.MultiStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InputsTest {
    private static final int HORIZONS = 3;
    private static final double[] NOTHING = {};
    private static final ForecasterOptions DRIVEN = HourlySeries.tiny().withFields(
            new SeriesFields(List.of("flow"), List.of("valve"), List.of(), List.of()));
    private static final ForecasterOptions PLANNED = HourlySeries.tiny()
            .withFields(new SeriesFields(List.of("power"), List.of(), List.of("load"), List.of()))
            .withHorizons(HORIZONS, MultiStep.DIRECT);

    /// The value is that of the input a step before with a tenth of its size in noise: 0.01 of the variance is left with the input,
    /// all of it without.
    @Test
    void anInputThatDrivesTheNextStepIsUsed() {
        double[] valve = HourlySeries.whiteNoise(5, 1501);
        double[] noise = HourlySeries.whiteNoise(6, 1500);
        var readings = new ArrayList<Reading>();
        var without = new ArrayList<Reading>();
        for (int i = 0; i < 1500; i++) {
            double flow = valve[i] + 0.1 * noise[i];
            without.add(new Reading(HourlySeries.time(i), flow));
            readings.add(new Reading(HourlySeries.time(i), new double[]{flow}, new double[]{valve[i + 1]},
                    new double[0][], new int[0]));
        }
        double used = HourlySeries.meanSquaredError(HourlySeries.run(DRIVEN, readings), 0, 1, 500);
        double unused = HourlySeries.meanSquaredError(HourlySeries.run(HourlySeries.tiny(), without), 0, 1,
                500);
        assertTrue(used < 0.05 * unused, used + " with the input, " + unused + " without");
    }

    /// Two series that differ only in what they are start to learn from other inputs.
    @Test
    void whatASeriesIsIsAnInputOfItsNetwork() {
        var options = HourlySeries.tiny().withExperts(ExpertKind.RNN).withFields(
                new SeriesFields(List.of("flow"), List.of(), List.of(), List.of("site", "type")));
        assertTrue(ForecastNetwork.create(options).parameters().slices().stream()
                .anyMatch(slice -> slice.name().equals("embedding.weight")));
        double[] flow = HourlySeries.whiteNoise(8, 200);
        var forecasts = new ArrayList<List<Double>>();
        for (String[] attributes : new String[][]{{"north", "pump"}, {"north", "fan"}, {"north", "pump"}}) {
            int[] codes = Arrays.stream(attributes).mapToInt(Reading::code).toArray();
            var readings = new ArrayList<Reading>();
            for (int i = 0; i < flow.length; i++) {
                readings.add(
                        new Reading(HourlySeries.time(i), new double[]{flow[i]}, NOTHING, new double[0][],
                                codes));
            }
            forecasts.add(HourlySeries.run(options, readings).stream().map(Forecast::value).toList());
        }
        assertEquals(forecasts.get(0), forecasts.get(2));
        assertNotEquals(forecasts.get(0), forecasts.get(1));
    }

    /// Power is the load of the same time with a tenth of its size in noise. Known ahead, 0.01 of the variance is left, and as much
    /// again since the last value has that noise too; the last value is off by 2.02.
    @ParameterizedTest
    @EnumSource
    void anInputKnownAheadIsUsedAtEachHorizon(MultiStep how) {
        ForecasterOptions options = PLANNED.withHorizons(HORIZONS, how);
        List<Forecast> forecasts = HourlySeries.run(options, planned(1500, i -> true));
        for (int h = 1; h <= HORIZONS; h++) {
            double error = HourlySeries.meanSquaredError(forecasts, 0, h, 500);
            double lastValue = HourlySeries.lastValueSquaredError(forecasts, 0, h, 500);
            assertTrue(error < 0.05 * lastValue,
                    "%s ahead: %s, last value %s".formatted(h, error, lastValue));
        }
    }

    @Test
    void whatWasSentForSeveralStepsIsUsedUntilItsTimeComes() {
        List<Forecast> forecasts = HourlySeries.run(PLANNED, planned(1500, i -> i % HORIZONS == 0));
        double error = HourlySeries.meanSquaredError(forecasts, 0, 1, 500);
        double lastValue = HourlySeries.lastValueSquaredError(forecasts, 0, 1, 500);
        assertTrue(error < 0.05 * lastValue, error + ", last value " + lastValue);
    }

    /// The last step of the plan is the same: that one alone is new to the input's scale.
    @ParameterizedTest
    @EnumSource
    void supposingAnotherPlanGivesTheForecastThatItWouldHaveHad(MultiStep how) {
        ForecasterOptions options = PLANNED.withHorizons(HORIZONS, how);
        var told = new Forecaster(options);
        var asked = new Forecaster(options);
        for (Reading reading : planned(300, i -> true)) {
            told.step(reading);
            asked.step(reading);
        }
        double expected = requireNonNull(told.step(power(300, 1, new double[]{2, -1, 0.5}))).value();
        double other = requireNonNull(asked.step(power(300, 1, new double[]{-2, 1, 0.5}))).value();
        assertNotEquals(expected, other);
        var again = Forecaster.load(options, asked.save());
        assertEquals(other, again.suppose(new double[][]{{Double.NaN, 1}})[0]);
        assertEquals(expected, again.suppose(new double[][]{{2, -1}})[0]);
        told.setFrozen(true);
        again.setFrozen(true);
        Reading next = power(301, 1, NOTHING);
        assertEquals(requireNonNull(told.step(next)).value(), requireNonNull(again.step(next)).value());
    }

    @Test
    void afterAGapThePlanHasMovedOnByTheStepsLeftOut() {
        double[] load = {7, 8, 9, 10};
        List<Reading> readings = planned(300, i -> true);
        var silent = new Forecaster(PLANNED);
        var repeating = new Forecaster(PLANNED);
        for (Reading reading : readings) {
            silent.step(reading);
            repeating.step(reading);
        }
        Reading plan = power(300, 1, Arrays.copyOf(load, HORIZONS));
        assertEquals(silent.step(plan), repeating.step(plan));
        assertEquals(repeating.step(power(302, 1, new double[]{load[2]})),
                silent.step(power(302, 1, NOTHING)), "the third step of the plan is the next one now");
        assertEquals(repeating.step(power(303, 1, new double[]{load[3]})),
                Forecaster.load(PLANNED, silent.save()).step(power(303, 1, new double[]{load[3]})));
    }

    @Test
    void aStepOfThePlanThatIsUnknownNowIsAsItWasSentBefore() {
        var forgetful = new Forecaster(PLANNED);
        var repeating = new Forecaster(PLANNED);
        for (Reading reading : planned(100, i -> true)) {
            forgetful.step(reading);
            repeating.step(reading);
        }
        forgetful.step(power(100, 1, new double[]{1, 2, 3}));
        repeating.step(power(100, 1, new double[]{1, 2, 3}));
        assertEquals(repeating.step(power(101, 1, new double[]{2, 3, 4})),
                forgetful.step(power(101, 1, new double[]{Double.NaN, Double.NaN, 4})));
    }

    @Test
    void aMissingInputIsHeld() {
        var input = new Covariate(100);
        assertEquals(0, input.level(Double.NaN), "before the first value nothing is known");
        for (double value : new double[]{1, 3, 2, 4}) {
            input.add(value);
        }
        assertEquals(0, input.add(Double.NaN));
        assertEquals(input.level(4), input.level(Double.NaN));
        assertTrue(input.level(4) > 0.5);
    }

    @Test
    void wrongCountsAreRefusedAndChangeNothing() {
        var options = HourlySeries.tiny().withFields(new SeriesFields(List.of("a", "b"), List.of("c"),
                List.of("d"), List.of("site")));
        var forecaster = new Forecaster(options);
        double[][] ahead = {{1, 2}};
        int[] site = {Reading.code("north")};
        double[] values = {1, 2};
        double[] inputs = {3};
        for (int i = 0; i < 10; i++) {
            forecaster.step(new Reading(HourlySeries.time(i), values, inputs, ahead, site));
        }
        byte[] before = forecaster.save();
        long next = HourlySeries.time(10);
        assertRefused(forecaster, new Reading(next, new double[3], inputs, ahead, site),
                "values must have one entry for each of [a, b], got 3");
        assertRefused(forecaster, new Reading(next, values, NOTHING, ahead, site),
                "inputs must have one entry for each of [c], got 0");
        assertRefused(forecaster, new Reading(next, values, inputs, new double[2][1], site),
                "ahead must have one entry for each of [d], got 2");
        assertRefused(forecaster, new Reading(next, values, inputs, ahead, new int[0]),
                "attributes must have one entry for each of [site], got 0");
        assertRefused(forecaster, new Reading(next, values, new double[]{1e101}, ahead, site),
                "value must be missing or of magnitude up to 1.0E100, got 1.0E101");
        assertRefused(forecaster,
                new Reading(next, values, inputs, new double[][]{{Double.NEGATIVE_INFINITY}}, site),
                "value must be missing or of magnitude up to 1.0E100, got -Infinity");
        assertArrayEquals(before, forecaster.save());
    }

    private static void assertRefused(Forecaster forecaster, Reading reading, String message) {
        assertEquals(message,
                assertThrows(IllegalArgumentException.class, () -> forecaster.step(reading)).getMessage());
    }

    private static Reading power(int row, double value, double[] load) {
        return new Reading(HourlySeries.time(row), new double[]{value}, NOTHING, new double[][]{load},
                new int[0]);
    }

    /// @param sent the rows that bring the loads of the next steps
    private static List<Reading> planned(int count, IntPredicate sent) {
        double[] load = HourlySeries.whiteNoise(7, count + HORIZONS + 1);
        double[] noise = HourlySeries.whiteNoise(8, count);
        var readings = new ArrayList<Reading>();
        for (int i = 0; i < count; i++) {
            double[] next = Arrays.copyOfRange(load, i + 1, i + 1 + HORIZONS);
            readings.add(power(i, load[i] + 0.1 * noise[i], sent.test(i) ? next : NOTHING));
        }
        return readings;
    }
}
