package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.Forecast.HorizonForecast;
import io.tidecast.model.forecast.Forecast.Interval;
import io.tidecast.model.forecast.Forecast.Resolved;
import io.tidecast.model.forecast.ForecasterOptions.MultiStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HorizonsTest {
    private static final int H = 5;

    @ParameterizedTest
    @EnumSource
    void eachHorizonBeatsTheLastValueOnADailyWave(MultiStep how) {
        List<Forecast> forecasts = HourlySeries.run(HourlySeries.tiny().withHorizons(H, how),
                HourlySeries.wave(11, 1500));
        for (int h = 1; h <= H; h++) {
            double error = HourlySeries.meanSquaredError(forecasts, 0, h, 500);
            double lastValue = HourlySeries.lastValueSquaredError(forecasts, 0, h, 500);
            // The wave moves up to 1.3 an hour and the noise 0.3: most of the last value's error can be learnt.
            assertTrue(error < 0.5 * lastValue, "%d ahead: %s, last value %s".formatted(h, error, lastValue));
        }
    }

    /// Rows 50 to 52 are left out, so that the reading of row 53 is forecast by those from row 48 on at the horizons 4 and 5 only.
    private static List<Reading> waveWithGap(int count) {
        List<Reading> readings = HourlySeries.wave(12, count);
        readings.subList(50, 53).clear();
        return readings;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsResolvedIsWhatWasIssuedSoManyStepsBefore(MultiStep how) {
        var forecaster = new Forecaster(HourlySeries.tiny().withHorizons(H, how));
        Map<Long, Map<Integer, Double>> issued = new HashMap<>();
        for (Reading reading : waveWithGap(120)) {
            Forecast forecast = Objects.requireNonNull(forecaster.step(reading));
            for (HorizonForecast horizon : forecast.first().horizons()) {
                Double before = issued.getOrDefault(reading.time() - horizon.horizon() * HourlySeries.HOUR,
                        Map.of()).get(horizon.horizon());
                Resolved resolved = horizon.resolved();
                String where = "horizon " + horizon.horizon() + " at " + reading.time();
                // Before the sampling interval is known a step may be of any length: from row 10 on it is.
                if (reading.time() > HourlySeries.time(10)) {
                    assertEquals(before, resolved == null ? null : resolved.value(), where);
                }
                if (resolved != null) {
                    assertEquals(reading.value() - resolved.value(), resolved.error(), where);
                }
            }
            Map<Integer, Double> now = new HashMap<>();
            forecast.first().horizons().forEach(h -> now.put(h.horizon(), h.value()));
            issued.put(reading.time(), now);
        }
        assertEquals(0, forecaster.counters().earlyTruths());
        assertEquals(1, forecaster.counters().gaps());
    }

    @ParameterizedTest
    @EnumSource
    void aTruthChangesNothingBeforeItsTime(MultiStep how) {
        ForecasterOptions options = HourlySeries.tiny().withHorizons(H, how);
        int differs = 90;
        List<Reading> readings = waveWithGap(110);
        var first = new Forecaster(options);
        var second = new Forecaster(options);
        for (int i = 0; i < readings.size(); i++) {
            Reading reading = readings.get(i);
            Reading other = i < differs ? reading : new Reading(reading.time(), 3 + i % 2);
            Forecast forecast = first.step(reading);
            Forecast otherForecast = second.step(other);
            if (i < differs) {
                assertEquals(forecast, otherForecast);
                assertArrayEquals(first.save(), second.save());
            } else {
                assertNotEquals(forecast, otherForecast);
            }
        }
        assertEquals(0, first.counters().earlyTruths());
    }

    /// Each horizon's truth comes once, when its time has: the change since the forecast was made, in the scale of then.
    @Test
    void anExpertIsTaughtEachHorizonsTruthAtItsTime() {
        var expert = new ScriptedExpert(0);
        var forecaster = new Forecaster(
                HourlySeries.tiny().withExperts(ExpertKind.PERSISTENCE).withHorizons(H, MultiStep.DIRECT),
                expert);
        List<Reading> readings = HourlySeries.wave(13, 60);
        HourlySeries.run(forecaster, readings);
        for (int call = 0; call < expert.truths.size(); call++) {
            // Before ten changes have been seen their RMS is no unit to learn in: the first truth is that of row 11.
            int row = call + 11;
            for (int h = 1; h <= H; h++) {
                double truth = expert.truths.get(call)[0][h - 1];
                int made = row - h;
                double scale = made < 0 ? 0 : expert.scales.get(made)[h - 1];
                if (scale == 0) {
                    assertTrue(Double.isNaN(truth), "row " + row + ", horizon " + h);
                } else {
                    assertEquals(h, expert.ages.get(call)[h - 1]);
                    assertEquals((readings.get(row).value() - readings.get(made).value()) / scale, truth,
                            1e-12);
                }
            }
        }
        assertEquals(49, expert.truths.size());
    }

    /// Four standard deviations of a share of 0.9 over 5,000 trials are 0.017; the trials of neighbouring rows share values.
    @Test
    void theIntervalOfEachHorizonCoversWhatItSaysOnWhiteNoise() {
        double[] noise = HourlySeries.whiteNoise(14, 6000);
        List<Forecast> forecasts = HourlySeries.run(
                HourlySeries.withoutNetwork().withHorizons(3, MultiStep.DIRECT),
                HourlySeries.of(noise.length, i -> new double[]{noise[i]}));
        for (int h = 0; h < 3; h++) {
            int horizon = h;
            double share = forecasts.subList(1000, 6000).stream()
                    .map(forecast -> forecast.first().horizons().get(horizon).resolved())
                    .mapToInt(resolved -> Objects.requireNonNull(resolved).covered() ? 1 : 0).average()
                    .orElseThrow();
            assertEquals(0.9, share, 0.02, h + 1 + " steps ahead");
        }
    }

    @Test
    void theIntervalOfALowerLevelLiesWithinThatOfAHigherOne() {
        var readings = new ArrayList<>(HourlySeries.wave(15, 1000));
        for (int i = 0; i < readings.size(); i += 50) {
            readings.set(i, new Reading(readings.get(i).time(), readings.get(i).value() + i % 400));
        }
        ForecasterOptions options = HourlySeries.withoutNetwork().withHorizons(3, MultiStep.DIRECT)
                .withLevels(0.9, 0.5, 0.99);
        for (Forecast forecast : HourlySeries.run(options, readings)) {
            for (HorizonForecast horizon : forecast.first().horizons()) {
                assertWithin(horizon.intervals().get(1), horizon.intervals().get(0), forecast);
                assertWithin(horizon.intervals().get(0), horizon.intervals().get(2), forecast);
            }
        }
    }

    private static void assertWithin(Interval inner, Interval outer, Forecast forecast) {
        assertTrue(outer.lower() <= inner.lower() && inner.upper() <= outer.upper(),
                () -> "%s is not within %s at %d".formatted(inner, outer,
                        (forecast.issuedAt() - HourlySeries.START) / HourlySeries.HOUR));
    }
}
