package io.tidecast.model.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidecast.model.EveryKernels;
import java.util.Random;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The products of a layer's gates against Hipparchus, for awkward sizes, one row and many.
@ParameterizedClass
@MethodSource("io.tidecast.model.EveryKernels#all")
class GateKernelsTest {
    private static final long SEED = 11;
    private static final int[] GATES = {1, 3, 4};
    /// In the middle of a larger array of rows, whose others must stay as they are.
    private static final int FIRST_ROW = 2;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    private Kernels kernels;

    private final Random random = new Random(SEED);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 31, 33, 64, 65})
    void productsOfOneRowAndOfManyAreHipparchuss(int units) {
        for (int gates : GATES) {
            for (int rows : new int[]{1, 3, 8, 13, 32}) {
                for (int cols : new int[]{3, units}) {
                    new Layer(gates, units, cols, rows).check();
                }
            }
        }
    }

    @Test
    void aRowOfABatchHasTheBitsOfThatRowAloneOnTheWayForward() {
        for (int gates : GATES) {
            var layer = new Layer(gates, 33, 33, 13);
            layer.multiply(0, 13);
            float[][] together = layer.rows();
            layer.start();
            for (int row = 0; row < 13; row++) {
                layer.multiply(row, 1);
            }
            float[][] apart = layer.rows();
            for (int row = 0; row < 13; row++) {
                EveryKernels.assertSameRows(kernels, together[row], apart[row], "seed " + SEED);
            }
        }
    }

    @Test
    void biasesAndTwoProductsAtOnceHaveTheBitsOfOneAfterTheOther() {
        for (int gates : GATES) {
            for (int rows : new int[]{1, 4, 13}) {
                for (int uCols : new int[]{0, 33}) {
                    new TwoProducts(gates, rows, uCols).check();
                }
            }
        }
    }

    @Test
    void aRowsGradientHasTheSameBitsInEveryBatchThatIsTransposed() {
        for (int gates : GATES) {
            var layer = new Layer(gates, 33, 33, 13);
            float[] transposed = layer.transposed(13);
            float[] together = new float[13 * layer.width];
            layer.multiplyTransposed(transposed, 0, 13, together);
            float[] apart = new float[13 * layer.width];
            layer.multiplyTransposed(transposed, 0, 8, apart);
            layer.multiplyTransposed(transposed, 8, 5, apart);
            EveryKernels.assertSameRows(kernels, together, apart, "seed " + SEED);
        }
    }

    /// A layer's weights, rows of gates and rows of vectors, all at random.
    private final class Layer {
        private final GateKernels gates;
        private final int height;
        private final int cols;
        private final int count;
        /// Rows of vectors have the room of a row of states.
        private final int width;
        private final float[] w;
        private final float[] x;
        private final GateRows z;
        private final RealMatrix matrix;
        private final RealMatrix vectors;
        private final RealMatrix biases;

        Layer(int gateCount, int units, int cols, int rows) {
            gates = kernels.gates(gateCount, units);
            height = gateCount * units;
            this.cols = cols;
            count = rows;
            width = Math.max(cols, gates.stateWidth());
            matrix = random(height, cols);
            vectors = random(rows, cols);
            biases = random(rows, height);
            w = weights(matrix);
            x = new float[rows * width];
            for (int r = 0; r < rows; r++) {
                for (int c = 0; c < cols; c++) {
                    x[r * width + c] = (float) vectors.getEntry(r, c);
                }
            }
            z = gates.newRows(FIRST_ROW + rows + 1);
            start();
        }

        private float[] weights(RealMatrix m) {
            float[] values = new float[gates.weightCount(m.getColumnDimension())];
            for (int r = 0; r < m.getRowDimension(); r++) {
                for (int c = 0; c < m.getColumnDimension(); c++) {
                    values[index(r, c, m.getColumnDimension())] = (float) m.getEntry(r, c);
                }
            }
            return values;
        }

        private int index(int row, int col, int cols) {
            return gates.weightIndex(row, cols) + col * gates.weightStep();
        }

        /// Each row a bias of its own.
        void start() {
            for (int row = 0; row < count; row++) {
                gates.start(weights(MatrixUtils.createColumnRealMatrix(biases.getRow(row))), 0,
                        GateKernels.NONE, z, FIRST_ROW + row, 1);
            }
        }

        void multiply(int row, int rows) {
            gates.multiply(w, 0, cols, x, row * width, width, z, FIRST_ROW + row, rows);
        }

        float[] transposed(int rows) {
            float[] transposed = gates.newTransposed(cols, width, rows);
            gates.transpose(w, 0, cols, transposed);
            return transposed;
        }

        void multiplyTransposed(float[] transposed, int row, int rows, float[] dX) {
            gates.multiplyTransposed(w, 0, cols, transposed, z, FIRST_ROW + row, rows, dX, row * width,
                    width);
        }

        /// What the rows hold: the gradient of a matrix of one column whose vector is 1 for that row and 0 for all others.
        float[][] rows() {
            float[][] shown = new float[count][height];
            for (int row = 0; row < count; row++) {
                float[] one = new float[count];
                one[row] = 1;
                float[] dW = new float[gates.weightCount(1)];
                gates.outerProduct(dW, 0, 1, z, FIRST_ROW, count, one, 0, 1);
                for (int r = 0; r < height; r++) {
                    shown[row][r] = dW[index(r, 0, 1)];
                }
            }
            return shown;
        }

        void check() {
            float[] dX = x.clone();
            multiplyTransposed(transposed(count), 0, count, dX);
            RealMatrix expected = vectors.add(biases.multiply(matrix));
            for (int r = 0; r < count; r++) {
                for (int c = 0; c < cols; c++) {
                    accept(expected.getEntry(r, c), dX[r * width + c]);
                }
                for (int c = cols; c < width; c++) {
                    assertEquals(0, dX[r * width + c], "beyond the vector");
                }
            }

            float[] dW = w.clone();
            gates.outerProduct(dW, 0, cols, z, FIRST_ROW, count, x, 0, width);
            accept(matrix.add(biases.transposeMultiply(vectors)), dW, cols);

            float[] dB = new float[gates.weightCount(1)];
            var fromZero = gates.newRows(count);
            for (int row = 0; row < count; row++) {
                gates.start(weights(MatrixUtils.createColumnRealMatrix(biases.getRow(row))), 0,
                        GateKernels.NONE, fromZero, row, 1);
            }
            gates.sum(dB, 0, GateKernels.NONE, fromZero, count);
            RealMatrix ones = MatrixUtils.createRealMatrix(count, 1).scalarAdd(1);
            accept(biases.transposeMultiply(ones), dB, 1);

            multiply(0, count);
            RealMatrix product = biases.add(vectors.multiplyTransposed(matrix));
            float[][] got = rows();
            for (int r = 0; r < count; r++) {
                for (int i = 0; i < height; i++) {
                    accept(product.getEntry(r, i), got[r][i]);
                }
            }
        }

        private void accept(RealMatrix expected, float[] got, int ofCols) {
            for (int r = 0; r < expected.getRowDimension(); r++) {
                for (int c = 0; c < ofCols; c++) {
                    accept(expected.getEntry(r, c), got[index(r, c, ofCols)]);
                }
            }
        }

        /// At most 4 · 65 terms below 1/4, each rounded at 6e-8 of a partial sum, which stays below 6: less than 1e-4.
        private void accept(double expected, float got) {
            assertEquals(expected, got, 1e-4, "seed " + SEED + ", " + height + " x " + cols + ", " + count);
        }
    }

    /// Two biases and two matrices, side by side in one array, with vectors and states at random.
    private final class TwoProducts {
        private static final int COLS = 5;
        private static final int UNITS = 33;

        private final GateKernels gates;
        private final int rows;
        private final int uCols;
        private final int second;
        private final int u;
        private final float[] w;
        private final float[] x;
        private final float[] h;

        TwoProducts(int gateCount, int rows, int uCols) {
            gates = kernels.gates(gateCount, UNITS);
            this.rows = rows;
            this.uCols = uCols;
            second = gates.weightCount(1);
            u = 2 * second + gates.weightCount(COLS);
            w = floats(u + gates.weightCount(UNITS));
            x = floats(rows * COLS);
            h = floats(rows * gates.stateWidth());
        }

        void check() {
            GateRows together = gates.newRows(FIRST_ROW + rows + 1);
            gates.preActivate(w, 0, second, 2 * second, COLS, x, 0, COLS, u, uCols, h, 0, gates.stateWidth(),
                    together, FIRST_ROW, rows);
            GateRows apart = gates.newRows(FIRST_ROW + rows + 1);
            gates.start(w, 0, second, apart, FIRST_ROW, rows);
            gates.multiply(w, 2 * second, COLS, x, 0, COLS, apart, FIRST_ROW, rows);
            if (uCols > 0) {
                gates.multiply(w, u, uCols, h, 0, gates.stateWidth(), apart, FIRST_ROW, rows);
            }
            EveryKernels.assertSameRows(kernels, sums(apart), sums(together), "seed " + SEED);
        }

        /// All rows and those around them, which must have stayed as they were.
        private float[] sums(GateRows z) {
            float[] dW = new float[gates.weightCount(FIRST_ROW + rows + 1)];
            int all = FIRST_ROW + rows + 1;
            float[] identity = new float[all * all];
            for (int i = 0; i < all; i++) {
                identity[i * all + i] = 1;
            }
            gates.outerProduct(dW, 0, all, z, 0, all, identity, 0, all);
            return dW;
        }

        private float[] floats(int length) {
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
                values[i] = random.nextFloat() - 0.5f;
            }
            return values;
        }
    }

    /// Values that are floats, so that both sides begin with the same.
    private RealMatrix random(int rows, int cols) {
        RealMatrix matrix = MatrixUtils.createRealMatrix(rows, cols);
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                matrix.setEntry(r, c, random.nextFloat() - 0.5f);
            }
        }
        return matrix;
    }
}
