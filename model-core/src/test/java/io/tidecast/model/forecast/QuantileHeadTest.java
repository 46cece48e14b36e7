package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Test;

class QuantileHeadTest {
    private static final long SEED = 20260407;
    private static final double[] LEVELS = {0.05, 0.25, 0.5, 0.75, 0.95};

    private final Random random = new Random(SEED);
    private final QuantileHead head = new QuantileHead(2, LEVELS);
    private final double[] features = {0, 1};
    private final double[] quantiles = new double[LEVELS.length];

    @Test
    void startsWithTheNormalQuantiles() {
        head.predict(new double[]{3, 1}, quantiles);
        assertArrayEquals(new double[]{-1.644854, -0.674490, 0, 0.674490, 1.644854}, quantiles, 1e-6);
    }

    /// `y ~ N(0, (1+|x|)²)`, `x ~ N(0, 1)`: the oracle is `(1+|x|) Φ⁻¹(τ)`.
    @Test
    void learnsHowTheSpreadDependsOnTheFeatures() {
        for (int i = 0; i < 20_000; i++) {
            head.learn(features, draw());
        }
        var normal = new NormalDistribution();
        int[] counts = new int[2];
        int[] covered = new int[2];
        double loss = 0;
        double oracleLoss = 0;
        for (int i = 0; i < 50_000; i++) {
            double y = draw();
            head.predict(features, quantiles);
            for (int q = 0; q < LEVELS.length; q++) {
                loss += pinball(y - quantiles[q], LEVELS[q]);
                oracleLoss += pinball(
                        y - (1 + features[0]) * normal.inverseCumulativeProbability(LEVELS[q]), LEVELS[q]);
            }
            if (features[0] < 0.5 || features[0] > 1.5) {
                int group = features[0] < 0.5 ? 0 : 1;
                counts[group]++;
                covered[group] += quantiles[0] <= y && y <= quantiles[LEVELS.length - 1] ? 1 : 0;
            }
            head.learn(features, y);
        }
        assertEquals(0.9, (double) covered[0] / counts[0], 0.03, "small |x|, seed " + SEED);
        assertEquals(0.9, (double) covered[1] / counts[1], 0.03, "large |x|, seed " + SEED);
        assertTrue(loss < 1.05 * oracleLoss, "ratio %s, seed %d".formatted(loss / oracleLoss, SEED));
    }

    @Test
    void aFeaturesUnitDoesNotMatter() {
        var other = new QuantileHead(2, LEVELS);
        double[] inMicro = {0, 1};
        double[] otherQuantiles = new double[LEVELS.length];
        for (int i = 0; i < 2000; i++) {
            double y = draw();
            head.learn(features, y);
            inMicro[0] = 1e6 * features[0];
            other.learn(inMicro, y);
        }
        head.predict(features, quantiles);
        other.predict(inMicro, otherQuantiles);
        assertArrayEquals(quantiles, otherQuantiles, 1e-6);
    }

    @Test
    void quantilesNeverCrossAndStayFiniteUnderSpikes() {
        for (int i = 0; i < 5000; i++) {
            double y = draw();
            features[0] = random.nextInt(50) == 0 ? 1e6 * random.nextGaussian() : features[0];
            head.predict(features, quantiles);
            for (int q = 1; q < LEVELS.length; q++) {
                assertTrue(Double.isFinite(quantiles[q]) && quantiles[q - 1] <= quantiles[q],
                        "reading " + i + ", seed " + SEED);
            }
            head.learn(features, random.nextInt(50) == 0 ? 1e100 : y);
        }
    }

    @Test
    void nothingIsLearntFromAMissingTarget() {
        head.predict(features, quantiles);
        double[] before = quantiles.clone();
        head.learn(features, Double.NaN);
        head.predict(features, quantiles);
        assertArrayEquals(before, quantiles);
    }

    @Test
    void goesOnFromItsSavedState() {
        for (int i = 0; i < 100; i++) {
            head.learn(features, draw());
        }
        var loaded = new QuantileHead(2, LEVELS);
        SavedState.move(head::save, loaded::load, head.byteSize());
        double y = draw();
        head.learn(features, y);
        loaded.learn(features, y);
        head.predict(features, quantiles);
        double[] expected = quantiles.clone();
        loaded.predict(features, quantiles);
        assertArrayEquals(expected, quantiles);
    }

    /// Draws the features, and returns their target.
    private double draw() {
        features[0] = Math.abs(random.nextGaussian());
        return (1 + features[0]) * random.nextGaussian();
    }

    private static double pinball(double error, double level) {
        return error >= 0 ? level * error : (level - 1) * error;
    }
}
