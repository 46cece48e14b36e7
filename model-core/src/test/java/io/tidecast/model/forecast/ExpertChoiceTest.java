package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.Forecast.ExpertForecast;
import io.tidecast.model.forecast.ForecasterOptions.Combination;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ExpertChoiceTest {
    private static final int ROWS = 3000;
    private static final int LEARNED = 1000;

    @ParameterizedTest
    @EnumSource
    void anExpertAloneIsTheForecast(ExpertKind kind) {
        for (Forecast forecast : HourlySeries.run(HourlySeries.tiny().withExperts(kind),
                HourlySeries.wave(51, 300))) {
            ExpertForecast expert = forecast.experts().getFirst();
            assertEquals(kind, expert.expert());
            assertEquals(1, expert.weight(), 1e-12);
            // The first seasonal value comes after a day; until then the last value is forecast.
            double said = Double.isNaN(expert.value()) ? forecast.first().actual() : expert.value();
            assertEquals(said, forecast.value(), 1e-9);
        }
    }

    /// The wave moves up to 1.3 an hour, by 0.93 in the mean square root; the noise by 0.32.
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PERSISTENCE")
    void everyExpertAloneBeatsTheLastValueOnADailyWave(ExpertKind kind) {
        List<Forecast> forecasts = HourlySeries.run(HourlySeries.tiny().withExperts(kind),
                HourlySeries.wave(52, 1500));
        double ratio = HourlySeries.meanSquaredError(forecasts, 0, 1, LEARNED)
                / HourlySeries.lastValueSquaredError(forecasts, 0, 1, LEARNED);
        assertTrue(ratio < 0.8, kind + " has " + ratio + " of the last value's squared error");
    }

    @ParameterizedTest
    @EnumSource
    void allExpertsTogetherAreNearTheBestOfThem(Combination combination) {
        ForecasterOptions options = HourlySeries.tiny().withExperts(ExpertKind.values())
                .withCombination(combination);
        List<Reading> readings = HourlySeries.wave(53, 1500);
        List<Forecast> forecasts = HourlySeries.run(options, readings);
        double combined = HourlySeries.meanSquaredError(forecasts, 0, 1, LEARNED);
        double best = IntStream.range(0, options.experts().size())
                .mapToDouble(expert -> squaredError(forecasts, readings, expert)).min().orElseThrow();
        assertTrue(combined < 1.1 * best, combined + " combined, " + best + " the best alone");
        for (Forecast forecast : forecasts) {
            assertEquals(1, forecast.experts().stream().mapToDouble(ExpertForecast::weight).sum(), 1e-9);
            if (combination == Combination.EXPONENTIATED_GRADIENT) {
                assertTrue(forecast.experts().stream().allMatch(expert -> expert.weight() > 0));
            }
        }
    }

    private static double squaredError(List<Forecast> forecasts, List<Reading> readings, int expert) {
        return IntStream.range(LEARNED, readings.size())
                .mapToDouble(i -> readings.get(i).value()
                        - forecasts.get(i - 1).experts().get(expert).value())
                .map(error -> error * error).average().orElseThrow();
    }

    /// Nothing beats the last value on a random walk. Of `p` weights, some 25 of the regression and a network that is weighted against
    /// it, each costs about `(1 - λ) / 2` of the variance with a forgetting of `λ = 0.9995`, 0.6 %, and `1 / t` after `t` readings, 1.4 %.
    @Test
    void onARandomWalkItIsAsGoodAsTheLastValue() {
        double[] walk = HourlySeries.whiteNoise(54, ROWS);
        for (int i = 1; i < ROWS; i++) {
            walk[i] += walk[i - 1];
        }
        assertEquals(1.01, ratioToLastValue(walk), 0.02);
    }

    /// The mean has half of the last value's squared error. Of the ratio over 2,000 readings, four standard deviations are
    /// `4 · 0.5 · sqrt(1 / 2000)`, 0.045; what the weights cost is 1 % to 2 % of it.
    @Test
    void onWhiteNoiseItHasHalfOfTheLastValuesSquaredError() {
        assertEquals(0.51, ratioToLastValue(HourlySeries.whiteNoise(55, ROWS)), 0.045);
    }

    private static double ratioToLastValue(double[] values) {
        List<Forecast> forecasts = HourlySeries.run(ForecasterOptions.DEFAULT,
                HourlySeries.of(values.length, i -> new double[]{values[i]}));
        return HourlySeries.meanSquaredError(forecasts, 0, 1, LEARNED)
                / HourlySeries.lastValueSquaredError(forecasts, 0, 1, LEARNED);
    }
}
