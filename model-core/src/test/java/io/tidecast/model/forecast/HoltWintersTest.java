package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.ForecasterOptions.Seasonality;
import io.tidecast.model.forecast.HoltWinters.Smoothing;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HoltWintersTest {
    private static final long SEED = 20260407;
    /// Powers of two, so that the hand-computed values are exact.
    private static final Smoothing HALVES = new Smoothing(0.5, 0.5, 0.25, 0.5);

    /// By hand, after Hyndman & Athanasopoulos 2021, sections 8.2 and 8.3. The first season (4, 8) gives l = 6, b = 0, s = (-2, 2).
    /// y = 6: v = 6, l = .5 (6+2) + .5·6 = 7, b = .5·1 = .5, s₁ = .25·0 + .75·(-2) = -1.5.
    /// y = 11: v = 7.25, l = .5 (11-2) + .5·7.25 = 8.125, b = .5·1.125 + .5·.25 = .6875, s₂ = .25·3.75 + .75·2 = 2.4375.
    @Test
    void theAdditiveMethodGivesTheValuesComputedByHand() {
        var method = new HoltWinters(Seasonality.ADDITIVE, 2, HALVES);
        addAll(method, 4, 8);
        assertEquals(6 - 2, method.forecast(1));
        assertEquals(6 + 2, method.forecast(2));
        addAll(method, 6);
        assertEquals(7 + 0.5 * 0.5 + 2, method.forecast(1));
        addAll(method, 11);
        assertEquals(8.125 + 0.5 * 0.6875 - 1.5, method.forecast(1));
        assertEquals(8.125 + 0.75 * 0.6875 + 2.4375, method.forecast(2));
        assertEquals(8.125 + 0.875 * 0.6875 - 1.5, method.forecast(3));
    }

    /// By hand. The first season (2, 6) gives l = 4, b = 0, s = (.5, 1.5).
    /// y = 4: v = 4, l = .5·8 + .5·4 = 6, b = .5·2 = 1, s₁ = .25·1 + .75·.5 = .625.
    /// y = 12: v = 6.5, l = .5·8 + .5·6.5 = 7.25, b = .5·1.25 + .5·.5 = .875, s₂ = .25·12/6.5 + .75·1.5.
    @Test
    void theMultiplicativeMethodGivesTheValuesComputedByHand() {
        var method = new HoltWinters(Seasonality.MULTIPLICATIVE, 2, HALVES);
        addAll(method, 2, 6, 4);
        assertEquals((6 + 0.5) * 1.5, method.forecast(1));
        addAll(method, 12);
        assertEquals((7.25 + 0.5 * 0.875) * 0.625, method.forecast(1), 1e-12);
        assertEquals((7.25 + 0.75 * 0.875) * (3 / 6.5 + 1.125), method.forecast(2), 1e-12);
    }

    /// Holt's linear method, by hand. l = 4, b = 0; y = 6: l = 5, b = .5; y = 8: v = 5.5, l = 6.75, b = .5·1.75 + .5·.5 = 1.125.
    @Test
    void withoutASeasonItIsHoltsMethod() {
        var method = new HoltWinters(Seasonality.ADDITIVE, 1, new Smoothing(0.5, 0.5, 0.25, 1));
        addAll(method, 4, 6, 8);
        assertEquals(6.75 + 3 * 1.125, method.forecast(3));
    }

    @Test
    void aMissingValueAdvancesTrendAndSeason() {
        var method = new HoltWinters(Seasonality.ADDITIVE, 2, HALVES);
        addAll(method, 4, 8, 6);
        double second = method.forecast(2);
        double third = method.forecast(3);
        addAll(method, Double.NaN);
        assertEquals(second, method.forecast(1), 1e-12);
        assertEquals(third, method.forecast(2), 1e-12);
    }

    @Test
    void forecastsNothingBeforeTheFirstValueAndThenThatValue() {
        var method = new HoltWinters(Seasonality.ADDITIVE, 24);
        addAll(method, Double.NaN);
        assertTrue(Double.isNaN(method.forecast(1)));
        addAll(method, 7);
        assertEquals(7, method.forecast(1));
        assertEquals(7, method.forecast(30));
    }

    @ParameterizedTest
    @CsvSource({"ADDITIVE, 2", "ADDITIVE, 24", "ADDITIVE, 168", "MULTIPLICATIVE, 24"})
    void learnsAPurelySeasonalSeries(Seasonality kind, int season) {
        var method = new HoltWinters(kind, season);
        IntToDoubleFunction series = i -> 50 + 20 * Math.sin(2 * Math.PI * i / season)
                + (i % season == 1 ? 15 : 0);
        double worst = errors(method, series, 12 * season, 10 * season)[1];
        assertTrue(worst < 0.5, "largest error " + worst);
    }

    @Test
    void aSeasonThatGrowsWithTheLevelIsMultiplicative() {
        IntToDoubleFunction series = i -> (10 + 0.02 * i) * (1 + 0.5 * Math.sin(2 * Math.PI * i / 24));
        double additive = errors(new HoltWinters(Seasonality.ADDITIVE, 24), series, 4000, 1000)[0];
        double multiplicative = errors(new HoltWinters(Seasonality.MULTIPLICATIVE, 24), series, 4000,
                1000)[0];
        assertTrue(multiplicative < 0.5 * additive, multiplicative + " against " + additive);
    }

    @ParameterizedTest
    @CsvSource({"ADDITIVE, 0", "ADDITIVE, 24", "ADDITIVE, 168", "MULTIPLICATIVE, 24"})
    void isNearlyTheLastValueOnARandomWalk(Seasonality kind, int season) {
        var random = new Random(SEED);
        double[] walk = new double[5000];
        walk[0] = 1000;
        double ofTheLastValue = 0;
        for (int i = 1; i < walk.length; i++) {
            double step = random.nextGaussian();
            walk[i] = walk[i - 1] + step;
            ofTheLastValue += step * step;
        }
        double squares = errors(new HoltWinters(kind, season), i -> walk[i], walk.length, 1)[0];
        assertTrue(squares <= 1.1 * ofTheLastValue,
                "ratio %s, seed %d".formatted(squares / ofTheLastValue, SEED));
    }

    @ParameterizedTest
    @CsvSource({"ADDITIVE, 24", "MULTIPLICATIVE, 24", "MULTIPLICATIVE, 2016", "ADDITIVE, 0"})
    void staysFiniteWhateverComes(Seasonality kind, int season) {
        var random = new Random(SEED);
        double[] values = {0, 0, 1e100, -1e100, 1e-300, 5, Double.NaN, -3, Double.MIN_VALUE, 7};
        var method = new HoltWinters(kind, season);
        addAll(method, 1e-300);
        for (int i = 0; i < 20_000; i++) {
            // First only positive values, so that the multiplicative method remains one for a while.
            double value = values[random.nextInt(values.length)];
            method.add(i < 10_000 && value <= 0 ? 1e100 : value);
            assertTrue(Double.isFinite(method.forecast(1)) && Double.isFinite(method.forecast(1000)),
                    "reading " + i + ", seed " + SEED);
        }
    }

    @Test
    void aConstantStaysThatConstantAndASpikeIsForgotten() {
        var method = new HoltWinters(Seasonality.MULTIPLICATIVE, 24);
        for (int i = 0; i < 500; i++) {
            addAll(method, 20);
            assertEquals(20, method.forecast(5), 1e-9);
        }
        addAll(method, 1e6);
        for (int i = 0; i < 500; i++) {
            addAll(method, 20);
        }
        assertEquals(20, method.forecast(1), 1);
    }

    /// After a value of zero the multiplicative method goes on from its forecasts as the additive does from the same.
    @Test
    void fromTheFirstValueThatIsNotPositiveItIsAdditive() {
        var fallen = new HoltWinters(Seasonality.MULTIPLICATIVE, 2, HALVES);
        addAll(fallen, 0, 8, 6, 11);
        var additive = new HoltWinters(Seasonality.ADDITIVE, 2, HALVES);
        addAll(additive, 0, 8, 6, 11);
        assertEquals(additive.forecast(3), fallen.forecast(3));
        var late = new HoltWinters(Seasonality.MULTIPLICATIVE, 2, HALVES);
        addAll(late, 2, 6);
        // l = 4, s = (.5, 1.5) become s = (-2, 2): l = .5 (-4+2) + .5·4 = 1, b = -1.5.
        addAll(late, -4);
        assertEquals(1 - 0.75 + 2, late.forecast(1));
    }

    @ParameterizedTest
    @EnumSource(Seasonality.class)
    void goesOnFromItsSavedState(Seasonality kind) {
        var random = new Random(SEED);
        var method = new HoltWinters(kind, 7);
        for (int i = 0; i < 100; i++) {
            method.add(i % 9 == 3 ? Double.NaN : 1 + random.nextDouble());
        }
        var loaded = new HoltWinters(kind, 7);
        SavedState.move(method::save, loaded::load, method.byteSize());
        for (int i = 0; i < 30; i++) {
            assertEquals(method.forecast(3), loaded.forecast(3));
            double value = random.nextDouble();
            method.add(value);
            loaded.add(value);
        }
    }

    private static void addAll(HoltWinters method, double... values) {
        for (double value : values) {
            method.add(value);
        }
    }

    /// The sum of squares and the largest of the errors of `forecast(1)` from one index on.
    private static double[] errors(HoltWinters method, IntToDoubleFunction series, int count, int from) {
        double squares = 0;
        double largest = 0;
        for (int i = 0; i < count; i++) {
            double value = series.applyAsDouble(i);
            if (i >= from) {
                double error = value - method.forecast(1);
                squares += error * error;
                largest = Math.max(largest, Math.abs(error));
            }
            method.add(value);
        }
        return new double[]{squares, largest};
    }
}
