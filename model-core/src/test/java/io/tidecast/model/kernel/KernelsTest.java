package io.tidecast.model.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidecast.model.EveryKernels;
import java.util.Arrays;
import java.util.Random;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Small products by hand, awkward sizes against Hipparchus.
@ParameterizedClass
@MethodSource("io.tidecast.model.EveryKernels#all")
class KernelsTest {
    private static final long SEED = 7;
    /// Arrays begin with this many values that no kernel may touch.
    private static final int OFFSET = 3;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    private Kernels kernels;

    private final Random random = new Random(SEED);

    @Test
    void aMatrixTimesEachVectorOfABatchIsAddedToWhatIsThere() {
        float[] w = {1, 2, 3, 4, 5, 6};
        float[] x = {1, 0, -1, 2, 2, 2};
        float[] y = {100, 200, 300, 400};
        kernels.multiply(w, 0, 2, 3, x, 0, y, 0, 2);
        assertArrayEquals(new float[]{98, 198, 312, 430}, y);
    }

    @Test
    void theTransposedMatrixSendsGradientsBackToTheVectors() {
        float[] w = {1, 2, 3, 4, 5, 6};
        float[] dX = {10, 20, 30};
        kernels.multiplyTransposed(w, 0, 2, 3, new float[]{1, -1}, 0, dX, 0, 1);
        assertArrayEquals(new float[]{7, 17, 27}, dX);
    }

    @Test
    void theOuterProductsOfABatchAreSummedIntoTheMatrix() {
        float[] dW = {1, 1, 1, 1};
        kernels.outerProduct(dW, 0, 2, 2, new float[]{1, 2, 3, 4}, 0, new float[]{10, 20, 30, 40}, 0, 2);
        assertArrayEquals(new float[]{101, 141, 141, 201}, dW);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 33})
    void rowsWithGapsAndWithoutAreAdded(int length) {
        for (int gap : new int[]{0, 2}) {
            int step = length + gap;
            float[] x = values(3 * step);
            float[] y = values(3 * step);
            float[] expected = y.clone();
            for (int i = 0; i < 3 * length; i++) {
                int at = i / length * step + i % length;
                expected[at] += x[OFFSET + at];
            }
            kernels.addRows(x, OFFSET, step, y, step, length, 3);
            assertArrayEquals(expected, y, "seed " + SEED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 33})
    void productsOfAwkwardSizesAreHipparchuss(int size) {
        int rows = size;
        int cols = size + 2;
        int batch = 3;
        float[] w = values(rows * cols);
        float[] x = values(batch * cols);
        float[] y = values(batch * rows);

        float[] product = y.clone();
        kernels.multiply(w, OFFSET, rows, cols, x, OFFSET, product, OFFSET, batch);
        accept(matrix(y, batch, rows).add(matrix(x, batch, cols).multiplyTransposed(matrix(w, rows, cols))),
                product);

        float[] dX = x.clone();
        kernels.multiplyTransposed(w, OFFSET, rows, cols, y, OFFSET, dX, OFFSET, batch);
        accept(matrix(x, batch, cols).add(matrix(y, batch, rows).multiply(matrix(w, rows, cols))), dX);

        float[] dW = w.clone();
        kernels.outerProduct(dW, OFFSET, rows, cols, y, OFFSET, x, OFFSET, batch);
        accept(matrix(w, rows, cols).add(matrix(y, batch, rows).transposeMultiply(matrix(x, batch, cols))),
                dW);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 33})
    void aRowOfABatchGivesTheBitsOfThatRowAlone(int size) {
        float[] w = values(size * size);
        float[] x = values(4 * size);
        float[] together = new float[4 * size];
        kernels.multiply(w, OFFSET, size, size, x, OFFSET, together, 0, 4);
        float[] alone = new float[4 * size];
        for (int b = 0; b < 4; b++) {
            kernels.multiply(w, OFFSET, size, size, x, OFFSET + b * size, alone, b * size, 1);
        }
        EveryKernels.assertSameRows(kernels, alone, together, "seed " + SEED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 33})
    void theSumOfSquaresTakesEveryValueOnce(int size) {
        float[] a = new float[size];
        for (int i = 0; i < size; i++) {
            a[i] = i + 1;
        }
        assertEquals(size * (size + 1) * (2 * size + 1) / 6.0, kernels.sumOfSquares(a));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 33})
    void anUpdateOfTheOptimiserHasTheBitsOfThePlainLoop(int size) {
        float[][] plain = {values(size), values(size), values(size), squares(size), squares(size)};
        float[][] arrays = Arrays.stream(plain).map(float[]::clone).toArray(float[][]::new);
        adam(new ScalarKernels(), plain);
        adam(kernels, arrays);
        assertArrayEquals(plain, arrays);
    }

    private static void adam(Kernels kernels, float[][] a) {
        kernels.adam(a[0], a[1], a[2], a[3], null, 0, 0.9f, 0.1f, 0.999f, 0.001f, 0.01f, 1.5f, 1e-8f);
        kernels.adam(a[0], a[1], a[2], a[3], a[4], 0.1f, 0.9f, 0.1f, 0.999f, 0.001f, 0.01f, 1.5f, 1e-8f);
        kernels.scale(a[0], 0.7f);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 24, 33})
    void aSymmetricMatrixIsMultipliedAndDowndatedAsHipparchusDoesIt(int n) {
        double[] p = new double[n * n];
        double[] x = random.doubles(n).toArray();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                p[i * n + j] = random.nextDouble();
                p[j * n + i] = p[i * n + j];
            }
        }
        RealMatrix matrix = new Array2DRowRealMatrix(n, n);
        for (int i = 0; i < n; i++) {
            matrix.setRow(i, Arrays.copyOfRange(p, i * n, (i + 1) * n));
        }
        double[] y = new double[n];
        kernels.multiplySymmetric(p, x, y, n);
        // n terms below 1, rounded at 1e-16 of a sum below n.
        assertArrayEquals(matrix.operate(x), y, 1e-12);
        kernels.downdate(p, y, 0.25, 1.5, n);
        RealMatrix expected = matrix.subtract(
                new ArrayRealVector(y).outerProduct(new ArrayRealVector(y)).scalarMultiply(0.25))
                .scalarMultiply(1.5);
        for (int i = 0; i < n; i++) {
            assertArrayEquals(expected.getRow(i), Arrays.copyOfRange(p, i * n, (i + 1) * n), 1e-12);
            for (int j = 0; j < i; j++) {
                assertEquals(p[i * n + j], p[j * n + i]);
            }
        }
    }

    private float[] squares(int size) {
        float[] values = values(size);
        for (int i = 0; i < values.length; i++) {
            values[i] *= values[i];
        }
        return values;
    }

    private float[] values(int length) {
        float[] values = new float[OFFSET + length];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat() - 0.5f;
        }
        return values;
    }

    private static RealMatrix matrix(float[] values, int rows, int cols) {
        var matrix = MatrixUtils.createRealMatrix(rows, cols);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                matrix.setEntry(r, c, values[OFFSET + r * cols + c]);
            }
        }
        return matrix;
    }

    /// Products of numbers below 1/2: 35 terms of at most 1/4, each rounded at 6e-8 of a sum below 9.
    private static void accept(RealMatrix expected, float[] got) {
        int cols = expected.getColumnDimension();
        for (int r = 0; r < expected.getRowDimension(); r++) {
            for (int c = 0; c < cols; c++) {
                assertEquals(expected.getEntry(r, c), got[OFFSET + r * cols + c], 2e-6, "seed " + SEED);
            }
        }
    }
}
