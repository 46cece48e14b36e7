package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TailProbabilityTest {
    private static final long SEED = 20260407;

    private final Random random = new Random(SEED);
    private final TailProbability probability = new TailProbability();

    /// Between rungs the log-linear ladder is a chord: off by up to 15 per cent.
    @ParameterizedTest
    @ValueSource(doubles = {0.7, 1.3, 1.645, 2, 2.326, 2.576, 3, 3.291})
    void startsAsTheNormalDistribution(double z) {
        double expected = 2 * (1 - new NormalDistribution().cumulativeProbability(z));
        assertEquals(expected, probability.twoSided(z), 0.15 * expected);
        assertEquals(probability.twoSided(z), probability.twoSided(-z), 1e-12);
    }

    /// The share of 100,000 has a standard error of .0003 at .01 and of .001 at .1.
    @ParameterizedTest
    @EnumSource(Residuals.class)
    void theShareOfSmallProbabilitiesIsWhatTheySay(Residuals residuals) {
        learn(residuals, 5000);
        int below01 = 0;
        int below1 = 0;
        int count = 100_000;
        for (int i = 0; i < count; i++) {
            double z = residuals.next(random);
            double p = probability.twoSided(z);
            below01 += p < 0.01 ? 1 : 0;
            below1 += p < 0.1 ? 1 : 0;
            probability.add(z);
        }
        double share01 = (double) below01 / count;
        double share1 = (double) below1 / count;
        assertTrue(0.007 < share01 && share01 < 0.013,
                "share of p < .01: %s, seed %d".formatted(share01, SEED));
        assertTrue(0.09 < share1 && share1 < 0.11, "share of p < .1: %s, seed %d".formatted(share1, SEED));
    }

    @ParameterizedTest
    @EnumSource(Residuals.class)
    void fallsOnEachSideAndIsNeverZero(Residuals residuals) {
        learn(residuals, 20_000);
        for (int side : new int[]{-1, 1}) {
            double before = 1;
            for (int i = 1; i <= 2000; i++) {
                double p = probability.twoSided(side * i * 0.05);
                assertTrue(0 < p && p <= before, "z " + side * i * 0.05 + ", seed " + SEED);
                before = p;
            }
            double extreme = probability.twoSided(side * Double.POSITIVE_INFINITY);
            assertTrue(0 < extreme && extreme <= before, "p " + extreme);
        }
    }

    /// Within the 4000 readings that it remembers; .01 of 2000 are 20, give or take 4.5.
    @Test
    void afterAConstantSeriesNotEverythingStaysUnusual() {
        for (int i = 0; i < 20_000; i++) {
            probability.add(0);
        }
        assertTrue(probability.twoSided(1) < 0.01);
        learn(Residuals.NORMAL, 2000);
        int unusual = 0;
        for (int i = 0; i < 2000; i++) {
            double z = random.nextGaussian();
            unusual += probability.twoSided(z) < 0.01 ? 1 : 0;
            probability.add(z);
        }
        assertTrue(unusual < 40, unusual + " of 2000, seed " + SEED);
    }

    @Test
    void whatIsMissingIsNothingUnusual() {
        probability.add(Double.NaN);
        assertEquals(1, probability.twoSided(Double.NaN));
        assertEquals(1, probability.twoSided(0));
    }

    @Test
    void goesOnFromItsSavedState() {
        learn(Residuals.SKEWED, 1000);
        var loaded = new TailProbability();
        SavedState.move(probability::save, loaded::load, TailProbability.BYTES);
        probability.add(4);
        loaded.add(4);
        assertEquals(probability.twoSided(2.5), loaded.twoSided(2.5));
        assertEquals(probability.twoSided(-0.9), loaded.twoSided(-0.9));
    }

    private void learn(Residuals residuals, int count) {
        for (int i = 0; i < count; i++) {
            probability.add(residuals.next(random));
        }
    }
}
