package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposer;
import org.junit.jupiter.api.Test;

class RecursiveLeastSquaresTest {
    private static final long SEED = 20260105;

    @Test
    void withoutForgettingItIsRidgeRegression() {
        int size = 5;
        int rows = 200;
        double startVariance = 0.1;
        var random = new Random(SEED);
        var regression = new RecursiveLeastSquares(size, 1, startVariance);
        var normal = new Array2DRowRealMatrix(size, size);
        var moment = new ArrayRealVector(size);
        // A first large error, of an input that teaches nothing, lets all later errors through unbounded.
        regression.learn(new double[size], 10);
        for (int row = 0; row < rows; row++) {
            double[] inputs = random.doubles(size, -1, 1).toArray();
            double target = 3 * inputs[0] - 2 * inputs[3] + 0.1 * random.nextDouble();
            regression.learn(inputs, target);
            for (int i = 0; i < size; i++) {
                moment.addToEntry(i, inputs[i] * target);
                for (int j = 0; j < size; j++) {
                    normal.addToEntry(i, j, inputs[i] * inputs[j]);
                }
            }
        }
        for (int i = 0; i < size; i++) {
            normal.addToEntry(i, i, 1 / startVariance);
        }
        double[] expected = new QRDecomposer(1e-12).decompose(normal).solve(moment).toArray();
        assertArrayEquals(expected, regression.weights(), 1e-9, "seed " + SEED);
    }

    @Test
    void aFirstErrorOfZeroDoesNotStopItFromLearning() {
        var regression = new RecursiveLeastSquares(1, 0.9995, 0.1);
        regression.learn(new double[]{0}, 0);
        for (int i = 0; i < 1000; i++) {
            regression.learn(new double[]{1}, 2);
        }
        // Ridge of strength 1/0.1 on 1000 equal targets of 2 shrinks by about 1 %.
        assertEquals(2, regression.predict(new double[]{1}), 0.03);
    }

    @Test
    void oneInputThatIsRarelyExcitedDoesNotThrowTheWeightsAway() {
        var random = new Random(SEED);
        var regression = new RecursiveLeastSquares(2, 0.99, 0.1);
        for (int i = 0; i < 20_000; i++) {
            double common = random.nextGaussian();
            double rare = i % 5000 == 4999 ? 10 : 0;
            regression.learn(new double[]{common, rare},
                    common + 0.1 * random.nextGaussian() + (rare > 0 ? 50 : 0));
            assertTrue(Math.abs(regression.predict(new double[]{1, 0}) - 1) < 1,
                    "reading " + i + ", seed " + SEED);
        }
    }
}
