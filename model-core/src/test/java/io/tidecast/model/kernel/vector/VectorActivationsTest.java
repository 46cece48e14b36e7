package io.tidecast.model.kernel.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.kernel.GateKernels;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/// Against `StrictMath` in `double`, over every 1009th `float`.
class VectorActivationsTest {
    private static final int LANES = VectorKernels.LANES;

    private interface FloatFunction {
        float apply(float x);
    }

    @Test
    void tanhIsTheExactValueToThreeUnitsInTheLastPlace() {
        assertWithin(3, -Float.MAX_VALUE, VectorActivations::tanh, StrictMath::tanh);
    }

    @Test
    void theLogisticFunctionIsSoToo() {
        assertWithin(3, -87, VectorActivations::sigmoid, x -> 1 / (1 + StrictMath.exp(-x)));
    }

    @Test
    void farOutTheLogisticFunctionStaysAtItsLeast() {
        assertEquals(1 / (1 + Math.exp(87)), VectorActivations.sigmoid(-1000), 1e-43);
        assertEquals(1, VectorActivations.sigmoid(Float.POSITIVE_INFINITY));
        assertEquals(-1, VectorActivations.tanh(Float.NEGATIVE_INFINITY));
        assertEquals(Float.NaN, VectorActivations.tanh(Float.NaN));
        assertEquals(0.5f, VectorActivations.sigmoid(0));
    }

    @Test
    void aVectorHasTheBitsOfItsValues() {
        float[] x = new float[LANES];
        float[] tanh = new float[LANES];
        float[] sigmoid = new float[LANES];
        float[] expectedTanh = new float[LANES];
        float[] expectedSigmoid = new float[LANES];
        for (long bits = 0; bits <= 0xFFFFFFFFL; bits += 100_003) {
            for (int lane = 0; lane < LANES; lane++) {
                x[lane] = Float.intBitsToFloat((int) bits + lane * 12_347);
                expectedTanh[lane] = VectorActivations.tanh(x[lane]);
                expectedSigmoid[lane] = VectorActivations.sigmoid(x[lane]);
            }
            VectorActivations.apply(x, 0, tanh, 0, 1, LANES, LANES, VectorActivations.TANH);
            VectorActivations.apply(x, 0, sigmoid, 0, 1, LANES, LANES, VectorActivations.SIGMOID);
            assertArrayEquals(expectedTanh, tanh);
            assertArrayEquals(expectedSigmoid, sigmoid);
        }
    }

    @Test
    void theGatesOfAnLstmHaveThoseBitsToo() {
        float[] z = new float[4 * LANES];
        float[] c = new float[2 * LANES];
        float[] expected = new float[4 * LANES];
        Arrays.fill(c, 0.3f);
        for (long bits = 0; bits <= 0xFFFFFFFFL; bits += 100_003) {
            for (int i = 0; i < z.length; i++) {
                z[i] = Float.intBitsToFloat((int) bits + i * 12_347);
                expected[i] = i / LANES == 2 ? VectorActivations.tanh(z[i]) : VectorActivations.sigmoid(z[i]);
            }
            VectorLstm.forward(1, new float[0], GateKernels.NONE, z, 0, 0, 1, c, 0, LANES, new float[LANES],
                    0,
                    new float[LANES], 0);
            assertArrayEquals(expected, z);
            for (int i = 0; i < LANES; i++) {
                assertEquals(Math.fma(z[LANES + i], c[i], z[i] * z[2 * LANES + i]), c[LANES + i]);
            }
        }
    }

    private static void assertWithin(
            double ulps, double from, FloatFunction function, DoubleUnaryOperator referee) {
        double worst = 0;
        float where = 0;
        for (long bits = 0; bits <= 0xFFFFFFFFL; bits += 1009) {
            float x = Float.intBitsToFloat((int) bits);
            if (Float.isFinite(x) && x >= from) {
                double expected = referee.applyAsDouble(x);
                double error = Math.abs(function.apply(x) - expected) / Math.ulp((float) expected);
                if (error > worst) {
                    worst = error;
                    where = x;
                }
            }
        }
        assertTrue(worst <= ulps, "%s ulps at %s".formatted(worst, where));
    }
}
