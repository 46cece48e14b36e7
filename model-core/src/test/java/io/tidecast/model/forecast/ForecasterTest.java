package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.Forecast.Status;
import io.tidecast.model.forecast.NetworkSettings.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForecasterTest {
    private static final long START = 1_767_225_600_000L;
    private static final long HOUR = 3_600_000;

    private static ForecasterOptions small(Kind cell) {
        var network = new NetworkSettings(cell, 8, 1, 4, 2e-3, 3, 1, 1);
        return ForecasterOptions.DEFAULT.withNetwork(network);
    }

    /// Hourly readings of a daily wave with autocorrelated noise.
    private static List<Reading> wave(long seed, int count) {
        var random = new Random(seed);
        var readings = new ArrayList<Reading>();
        double noise = 0;
        for (int i = 0; i < count; i++) {
            noise = 0.8 * noise + 0.3 * random.nextGaussian();
            readings.add(new Reading(START + i * HOUR, 20 + 5 * Math.sin(2 * Math.PI * i / 24) + noise));
        }
        return readings;
    }

    private static List<@Nullable Forecast> run(ForecasterOptions options, List<Reading> readings) {
        var forecaster = new Forecaster(options);
        var forecasts = new ArrayList<@Nullable Forecast>();
        for (Reading reading : readings) {
            forecasts.add(forecaster.step(reading));
        }
        return forecasts;
    }

    private static Forecast last(List<@Nullable Forecast> forecasts) {
        Forecast forecast = forecasts.getLast();
        if (forecast == null) {
            throw new AssertionError("no forecast");
        }
        return forecast;
    }

    @ParameterizedTest
    @EnumSource
    void everyCellAloneLearnsADailyWaveBetterThanTheLastValue(Kind cell) {
        Forecast forecast = last(run(small(cell).withExperts(ExpertKind.RNN), wave(7, 3000)));
        assertNotEquals(null, forecast.recent());
        double skill = forecast.recent() == null ? 0 : forecast.recent().skill();
        // The wave alone moves up to 1.3 an hour, the noise 0.3: most of the last value's error can be learnt.
        assertTrue(skill > 0.3, cell + " has skill " + skill);
    }

    @Test
    void noForecastChangesWhenTheFutureIsReplacedByNoise() {
        List<Reading> readings = wave(7, 600);
        List<@Nullable Forecast> undisturbed = run(small(Kind.LSTM), readings);
        var disturbed = new ArrayList<>(readings);
        var random = new Random(1);
        for (int i = 400; i < disturbed.size(); i++) {
            disturbed.set(i, new Reading(disturbed.get(i).time(), 10 * random.nextGaussian()));
        }
        List<@Nullable Forecast> forecasts = run(small(Kind.LSTM), disturbed);
        assertEquals(undisturbed.subList(0, 400), forecasts.subList(0, 400));
        assertNotEquals(undisturbed.get(400), forecasts.get(400));
    }

    @ParameterizedTest
    @EnumSource
    void savedAndLoadedItGoesOnWithTheSameBits(Kind cell) {
        ForecasterOptions options = small(cell);
        List<Reading> readings = wave(3, 300);
        readings.set(100, new Reading(readings.get(100).time(), Double.NaN));
        List<@Nullable Forecast> through = run(options, readings);
        for (int stop : new int[]{0, 1, 2, 3, 4, 5, 100, 101, 250}) {
            var before = new Forecaster(options);
            readings.subList(0, stop).forEach(before::step);
            byte[] state = before.save();
            assertEquals(16 + before.byteSize(), state.length);
            Forecaster after = Forecaster.load(options, state);
            assertArrayEquals(state, after.save());
            for (int i = stop; i < readings.size(); i++) {
                assertEquals(through.get(i), after.step(readings.get(i)), "stop " + stop + ", reading " + i);
            }
        }
    }

    @Test
    void theIntervalCoversWhatItSays() {
        int covered = 0;
        int resolved = 0;
        for (Forecast forecast : run(small(Kind.LSTM), wave(5, 6000))) {
            if (forecast != null && forecast.status() == Status.OK && forecast.resolved() != null) {
                resolved++;
                covered += forecast.resolved().covered() ? 1 : 0;
            }
        }
        assertTrue(resolved > 5000);
        // Four standard deviations of a share of 0.9 over 5900 independent trials are 0.016.
        assertEquals(0.9, (double) covered / resolved, 0.016);
    }

    @Test
    void theFirstReadingGivesAForecastWithAWideIntervalAndAWarning() {
        Forecast first = last(run(ForecasterOptions.DEFAULT, List.of(new Reading(START, 21.5))));
        assertEquals(21.5, first.value());
        assertTrue(first.upper() - first.lower() > 21.5);
        assertEquals(Status.WARMING_UP, first.status());
        assertNull(first.resolved());
    }

    @Test
    void aMissingValueIsNotLearntFromAndMarksTheForecastStale() {
        var forecaster = new Forecaster(small(Kind.LSTM));
        List<Reading> readings = wave(9, 200);
        readings.subList(0, 199).forEach(forecaster::step);
        Forecast before = forecaster.step(readings.get(199));
        Forecast stale = forecaster.step(new Reading(START + 200 * HOUR, Double.NaN));
        if (before == null || stale == null) {
            throw new AssertionError("no forecast");
        }
        assertEquals(Status.STALE, stale.status());
        assertNull(stale.resolved());
        assertTrue(Double.isNaN(stale.first().actual()));
        assertEquals(before.recent(), stale.recent());
    }

    @Test
    void asLongAsThereIsNoValueThereIsNoForecast() {
        List<@Nullable Forecast> forecasts = run(small(Kind.LSTM),
                List.of(new Reading(START, Double.NaN), new Reading(START + 1, Double.NaN),
                        new Reading(START + 2, 5)));
        assertNull(forecasts.get(0));
        assertNull(forecasts.get(1));
        assertEquals(5, last(forecasts).value());
    }

    @Test
    void aReadingAfterAGapIsNotScored() {
        var forecaster = new Forecaster(small(Kind.LSTM));
        wave(9, 100).forEach(forecaster::step);
        Forecast afterGap = forecaster.step(new Reading(START + 120 * HOUR, 500));
        assertNull(afterGap == null ? null : afterGap.resolved());
        Forecast next = forecaster.step(new Reading(START + 121 * HOUR, 500));
        assertNotEquals(null, next == null ? null : next.resolved());
    }

    @Test
    void theTargetTimeFollowsTheSamplingIntervalOfMostReadings() {
        var forecaster = new Forecaster(small(Kind.ELMAN));
        long time = START;
        Forecast forecast = null;
        for (int i = 0; i < 100; i++) {
            time += i % 10 == 9 ? 3 * HOUR : HOUR;
            forecast = forecaster.step(new Reading(time, i));
        }
        assertEquals(time + HOUR, forecast == null ? 0 : forecast.targetTime());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-300, 1e-5, 1, 1e12, 1e99})
    void everyMagnitudeIsForecastInItsOwnScale(double unit) {
        DoubleUnaryOperator bounded = x -> Math.min(x, Forecaster.LARGEST_VALUE);
        for (Reading reading : wave(2, 300)) {
            assertTrue(Double.isFinite(bounded.applyAsDouble(unit * reading.value())));
        }
        var forecaster = new Forecaster(small(Kind.LSTM));
        for (Reading reading : wave(2, 300)) {
            Forecast forecast = forecaster
                    .step(new Reading(reading.time(), bounded.applyAsDouble(unit * reading.value())));
            assertTrue(forecast != null && Double.isFinite(forecast.value())
                    && forecast.lower() <= forecast.upper());
        }
    }

    @Test
    void aFirstMoveAfterALongCalmIsSurvived() {
        var forecaster = new Forecaster(small(Kind.LSTM));
        for (int i = 0; i < 2000; i++) {
            forecaster.step(new Reading(START + i * HOUR, i == 1000 ? 1e80 : 4));
        }
        Forecast forecast = forecaster.step(new Reading(START + 2000 * HOUR, 4));
        assertTrue(forecast != null && Double.isFinite(forecast.upper()));
    }

    @Test
    void aReadingThatIsNotNewerIsRefusedAndChangesNothing() {
        var forecaster = new Forecaster(small(Kind.LSTM));
        wave(1, 20).forEach(forecaster::step);
        byte[] before = forecaster.save();
        var late = assertThrows(IllegalArgumentException.class,
                () -> forecaster.step(new Reading(START + 19 * HOUR, 1)));
        assertEquals("a series' readings must come in increasing time: expected after %d, got %d"
                .formatted(START + 19 * HOUR, START + 19 * HOUR), late.getMessage());
        assertThrows(IllegalArgumentException.class,
                () -> forecaster.step(new Reading(START + 20 * HOUR, Double.POSITIVE_INFINITY)));
        assertThrows(IllegalArgumentException.class,
                () -> forecaster.step(new Reading(START + 20 * HOUR, -1e101)));
        assertArrayEquals(before, forecaster.save());
    }

    @Test
    void aStateOfOtherOptionsOrDamagedIsRefused() {
        byte[] state = new Forecaster(small(Kind.LSTM)).save();
        assertRefused(small(Kind.LSTM).withExperts(ExpertKind.RNN, ExpertKind.RLS, ExpertKind.PERSISTENCE),
                state,
                "saved state must be of the options");
        assertRefused(small(Kind.GRU), state, "saved state must be of the options");
        assertRefused(small(Kind.LSTM), Arrays.copyOf(state, state.length - 1), "the state must have");
        assertRefused(small(Kind.LSTM), new byte[3], "must begin with TIDE");
        byte[] damaged = state.clone();
        damaged[state.length / 2]++;
        assertRefused(small(Kind.LSTM), damaged, "CRC-32C must be");
    }

    private static void assertRefused(ForecasterOptions options, byte[] state, String rule) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> Forecaster.load(options, state))
                        .getMessage());
        assertTrue(message.contains(rule), message);
    }

    /// The file was made by the first release: `Files.write(..., forecaster.save())` after these readings.
    @Test
    void theSnapshotOfEachReleaseIsRead() throws IOException {
        var options = ForecasterOptions.DEFAULT
                .withNetwork(new NetworkSettings(Kind.ELMAN, 4, 1, 4, 5e-4, 3, 1, 1));
        Path file = Path.of("src/test/resources/io/tidecast/model/forecast/forecaster-v1.snapshot");
        Forecaster forecaster = Forecaster.load(options, Files.readAllBytes(file));
        assertEquals(100, forecaster.readings());
        assertEquals(START + 99 * HOUR, forecaster.lastTime());
        Forecast forecast = forecaster.step(new Reading(START + 100 * HOUR, 20));
        assertEquals(Status.OK, forecast == null ? null : forecast.status());
    }
}
