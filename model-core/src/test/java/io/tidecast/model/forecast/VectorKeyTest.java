package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.Forecast.FieldForecast;
import io.tidecast.model.forecast.Forecast.Status;
import io.tidecast.model.forecast.ForecasterOptions.MultiStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorKeyTest {
    private static final ForecasterOptions PAIR = HourlySeries.tiny().withFields(SeriesFields.of("a", "b"));

    /// One field is white noise, the other is that of the step before with a tenth of the noise added.
    private static List<Reading> leaderAndFollower(int leader, int count) {
        double[] lead = HourlySeries.whiteNoise(3, count + 1);
        double[] noise = HourlySeries.whiteNoise(4, count);
        return HourlySeries.of(count, i -> {
            double follow = lead[i] + 0.1 * noise[i];
            return leader == 0 ? new double[]{lead[i + 1], follow} : new double[]{follow, lead[i + 1]};
        });
    }

    /// Alone the follower is white noise of variance 1.01. Together what is left of it is the noise added, of variance 0.01, and a
    /// regression on steps sees that noise in the last value as well: at most twice that, and what is still to be learnt.
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void eachFieldHelpsToForecastTheOther(int leader) {
        List<Reading> readings = leaderAndFollower(leader, 1500);
        int follower = 1 - leader;
        double together = HourlySeries.meanSquaredError(HourlySeries.run(PAIR, readings), follower, 1, 500);
        List<Reading> alone = HourlySeries.of(readings.size(),
                i -> new double[]{readings.get(i).values()[follower]});
        double apart = HourlySeries.meanSquaredError(HourlySeries.run(HourlySeries.tiny(), alone), 0, 1, 500);
        assertTrue(together < 0.05 * apart, together + " together, " + apart + " alone");
    }

    @Test
    void allFieldsAreForecastAndOneThatIsMissingDoesNotStopTheOther() {
        var forecaster = new Forecaster(PAIR);
        List<Reading> readings = leaderAndFollower(0, 101);
        List<Forecast> forecasts = HourlySeries.run(forecaster, readings.subList(0, 100));
        for (Forecast forecast : forecasts) {
            assertEquals(List.of("a", "b"), forecast.fields().stream().map(FieldForecast::field).toList());
        }
        double a = readings.get(100).values()[0];
        Forecast forecast = Objects.requireNonNull(
                forecaster.step(new Reading(HourlySeries.time(100), new double[]{a, Double.NaN})));
        FieldForecast there = forecast.fields().get(0);
        FieldForecast missing = forecast.fields().get(1);
        assertEquals(Status.OK, there.status());
        assertNotNull(there.next().resolved());
        assertEquals(Status.STALE, missing.status());
        assertNull(missing.next().resolved());
        assertNull(missing.anomaly());
        assertTrue(Double.isFinite(missing.next().value()));
        assertEquals(forecasts.getLast().updates() + 1, forecast.updates(), "one of the two was learnt from");
        assertEquals(0, forecaster.counters().missing(), "a reading with any value is not missing");
    }

    @Test
    void aFieldWithoutAnyValueSoFarHasNoForecastWhileTheOtherHas() {
        List<Reading> readings = HourlySeries.of(80,
                i -> new double[]{i < 60 ? Double.NaN : i % 3, 10 + i % 7});
        List<Forecast> forecasts = HourlySeries.run(PAIR, readings);
        for (int i = 0; i < 80; i++) {
            assertEquals(i < 60 ? List.of("b") : List.of("a", "b"),
                    forecasts.get(i).fields().stream().map(FieldForecast::field).toList());
        }
        assertEquals(Status.WARMING_UP, forecasts.getLast().fields().get(0).status());
        assertEquals(Status.OK, forecasts.getLast().fields().get(1).status());
    }

    @ParameterizedTest
    @EnumSource
    void savedAndLoadedAllFieldsGoOnWithTheSameBits(MultiStep how) {
        ForecasterOptions options = PAIR.withHorizons(3, how);
        List<Reading> readings = new ArrayList<>(leaderAndFollower(0, 120));
        readings.set(60, new Reading(HourlySeries.time(60), new double[]{Double.NaN, 1}));
        readings.subList(70, 73).clear();
        List<Forecast> through = HourlySeries.run(options, readings);
        for (int stop : new int[]{1, 2, 59, 61, 70, 71}) {
            var before = new Forecaster(options);
            readings.subList(0, stop).forEach(before::step);
            Forecaster after = Forecaster.load(options, before.save());
            assertEquals(through.subList(stop, readings.size()),
                    HourlySeries.run(after, readings.subList(stop, readings.size())), "stop " + stop);
        }
    }
}
