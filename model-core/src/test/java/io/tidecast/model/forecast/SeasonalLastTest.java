package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeasonalLastTest {
    private static final long SEED = 20260407;

    /// The referee keeps the whole series and searches it backwards.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 24})
    void isTheNewestKnownValueOfTheSamePlaceInTheSeason(int season) {
        var random = new Random(SEED);
        var last = new SeasonalLast(season);
        double[] series = new double[200];
        for (int t = 0; t < series.length; t++) {
            series[t] = random.nextInt(3) == 0 ? Double.NaN : random.nextGaussian();
            last.add(series[t]);
            for (int h = 1; h <= 50; h++) {
                assertEquals(searched(series, t, h, season), last.forecast(h),
                        "t " + t + ", h " + h + ", seed " + SEED);
            }
        }
    }

    private static double searched(double[] series, int t, int h, int season) {
        for (int at = t + h - season; at >= 0; at -= season) {
            if (at <= t && !Double.isNaN(series[at])) {
                return series[at];
            }
        }
        return Double.NaN;
    }

    @Test
    void goesOnFromItsSavedState() {
        var last = new SeasonalLast(3);
        last.add(1);
        last.add(2);
        var loaded = new SeasonalLast(3);
        SavedState.move(last::save, loaded::load, last.byteSize());
        for (int h = 1; h <= 4; h++) {
            assertEquals(last.forecast(h), loaded.forecast(h));
        }
    }

    @Test
    void refusesASeasonOfNothing() {
        assertThrows(IllegalArgumentException.class, () -> new SeasonalLast(0));
    }
}
