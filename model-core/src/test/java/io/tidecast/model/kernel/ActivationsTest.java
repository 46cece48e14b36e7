package io.tidecast.model.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/// Against `StrictMath` in `double`, over every 1009th `float`.
class ActivationsTest {
    /// Rounding to the nearest `float` is half a unit in the last place; the error before it, 7e-13, is at most 2^24 times that.
    private static final double ULPS = 0.50002;

    private interface FloatFunction {
        float apply(float x);
    }

    @Test
    void tanhIsTheNearestFloatOrAllButInTheMiddleOfTwo() {
        assertTrue(worst(Activations::tanh, StrictMath::tanh) <= ULPS);
    }

    @Test
    void theLogisticFunctionIsSoTooAlsoInItsTails() {
        assertTrue(worst(Activations::sigmoid, x -> 1 / (1 + StrictMath.exp(-x))) <= ULPS);
    }

    @Test
    void extremesAreReachedAndNotNumbersStayNotNumbers() {
        assertEquals(1, Activations.tanh(Float.POSITIVE_INFINITY));
        assertEquals(-1, Activations.tanh(-Float.MAX_VALUE));
        assertEquals(1, Activations.sigmoid(Float.MAX_VALUE));
        assertEquals(0, Activations.sigmoid(Float.NEGATIVE_INFINITY));
        assertEquals(0.5f, Activations.sigmoid(0));
        assertEquals(Float.NaN, Activations.tanh(Float.NaN));
        assertEquals(Float.NaN, Activations.sigmoid(Float.NaN));
        assertEquals(Float.MIN_VALUE, Activations.tanh(Float.MIN_VALUE));
    }

    /// The largest error in units of the result's last place.
    private static double worst(FloatFunction function, DoubleUnaryOperator referee) {
        double worst = 0;
        for (long bits = 0; bits <= 0xFFFFFFFFL; bits += 1009) {
            float x = Float.intBitsToFloat((int) bits);
            if (Float.isFinite(x)) {
                double expected = referee.applyAsDouble(x);
                worst = Math.max(worst, Math.abs(function.apply(x) - expected) / Math.ulp((float) expected));
            }
        }
        return worst;
    }
}
