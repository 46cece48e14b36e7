package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.Forecast.Anomaly;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnomalyTest {
    private static final double PROBABILITY = 0.01;
    private static final ForecasterOptions DEFAULT = HourlySeries.withoutNetwork();
    private static final ForecasterOptions OPTIONS = new ForecasterOptions(DEFAULT.fields(),
            DEFAULT.experts(),
            DEFAULT.network(), DEFAULT.combination(), DEFAULT.horizons(), DEFAULT.multiStep(),
            DEFAULT.seasonSteps(), DEFAULT.scaleHalfLifeSteps(), DEFAULT.levels(), PROBABILITY,
            DEFAULT.driftResponse(), DEFAULT.seasonality(), DEFAULT.warmUpReadings(), DEFAULT.seasonMemory());

    /// `x' = 0.7 x + e` with `e` standard normal, and spikes of so many deviations of `e` in some rows.
    private static List<Reading> autoregression(long seed, int count, double spike, int... rows) {
        double[] values = HourlySeries.whiteNoise(seed, count);
        for (int i = 1; i < count; i++) {
            values[i] += 0.7 * values[i - 1];
        }
        for (int row : rows) {
            values[row] += spike;
        }
        return HourlySeries.of(count, i -> new double[]{values[i]});
    }

    /// Over 8,000 independent trials of probability 0.01 four standard deviations of the share are 0.0045.
    @ParameterizedTest
    @ValueSource(longs = {31, 32})
    void theShareOfFlaggedReadingsIsTheConfiguredProbability(long seed) {
        List<Forecast> forecasts = HourlySeries.run(OPTIONS, autoregression(seed, 10_000, 0));
        double share = forecasts.subList(2000, 10_000).stream()
                .mapToInt(forecast -> anomaly(forecast).flagged() ? 1 : 0).average().orElseThrow();
        assertEquals(PROBABILITY, share, 0.0045);
    }

    @Test
    void aSpikeOfTenDeviationsIsFlaggedAndCounted() {
        int[] spikes = {300, 500, 700};
        var forecaster = new Forecaster(DEFAULT);
        List<Forecast> forecasts = HourlySeries.run(forecaster, autoregression(33, 800, 10, spikes));
        for (int spike : spikes) {
            Anomaly anomaly = anomaly(forecasts.get(spike));
            assertTrue(anomaly.flagged(), spike + " has probability " + anomaly.probability());
        }
        long flagged = forecasts.stream().skip(1).filter(forecast -> anomaly(forecast).flagged()).count();
        assertEquals(flagged, forecaster.counters().anomalies());
    }

    @Test
    void nothingIsFlaggedWhileWarmingUp() {
        int warmUp = DEFAULT.warmUpReadings();
        List<Forecast> forecasts = HourlySeries.run(DEFAULT,
                autoregression(34, warmUp, 1000, 10, 20, 30, 40, warmUp - 1));
        for (Forecast forecast : forecasts.subList(1, warmUp)) {
            assertFalse(anomaly(forecast).flagged());
        }
    }

    private static Anomaly anomaly(Forecast forecast) {
        return Objects.requireNonNull(forecast.first().anomaly());
    }
}
