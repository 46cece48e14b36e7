package io.tidecast.model.kernel.openblas;

import io.tidecast.model.kernel.GateKernels;
import io.tidecast.model.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/// Large products by OpenBLAS, all else by other kernels.
public final class NativeKernels implements Kernels {
    private final Kernels small;
    private final long leastOperations;

    /// @param small           the kernels of all other operations
    /// @param leastOperations products of fewer multiplications than this are small
    public NativeKernels(Kernels small, long leastOperations) {
        this.small = small;
        this.leastOperations = leastOperations;
    }

    /// Whether the library is there; loads it when first asked, and never throws.
    public static boolean isSupported() {
        return OpenBlas.isPresent();
    }

    /// Version and place of the library; where there is none, why.
    public static String library() {
        return OpenBlas.description();
    }

    private boolean isSmall(int rows, int cols, int batch) {
        return (long) rows * cols * batch < leastOperations;
    }

    @Override
    public void multiply(
            float[] w, int wOffset, int rows, int cols,
            float[] x, int xOffset, float[] y, int yOffset, int batch) {
        if (isSmall(rows, cols, batch)) {
            small.multiply(w, wOffset, rows, cols, x, xOffset, y, yOffset, batch);
        } else {
            OpenBlas.addProduct(false, true, batch, rows, cols, x, xOffset, cols, w, wOffset, cols, y,
                    yOffset,
                    rows);
        }
    }

    @Override
    public void multiplyTransposed(
            float[] w, int wOffset, int rows, int cols,
            float[] dY, int dYOffset, float[] dX, int dXOffset, int batch) {
        if (isSmall(rows, cols, batch)) {
            small.multiplyTransposed(w, wOffset, rows, cols, dY, dYOffset, dX, dXOffset, batch);
        } else {
            OpenBlas.addProduct(false, false, batch, cols, rows, dY, dYOffset, rows, w, wOffset, cols, dX,
                    dXOffset, cols);
        }
    }

    @Override
    public void outerProduct(
            float[] dW, int dWOffset, int rows, int cols,
            float[] dY, int dYOffset, float[] x, int xOffset, int batch) {
        if (isSmall(rows, cols, batch)) {
            small.outerProduct(dW, dWOffset, rows, cols, dY, dYOffset, x, xOffset, batch);
        } else {
            OpenBlas.addProduct(true, false, rows, cols, batch, dY, dYOffset, rows, x, xOffset, cols, dW,
                    dWOffset, cols);
        }
    }

    @Override
    public void addRows(float[] x, int xOffset, int xStep, float[] y, int yStep, int length, int batch) {
        small.addRows(x, xOffset, xStep, y, yStep, length, batch);
    }

    @Override
    public void sigmoid(float[] a, int offset, int length) {
        small.sigmoid(a, offset, length);
    }

    @Override
    public void tanh(float[] a, int offset, int length) {
        small.tanh(a, offset, length);
    }

    @Override
    public double sumOfSquares(float[] a) {
        return small.sumOfSquares(a);
    }

    @Override
    public void scale(float[] a, float factor) {
        small.scale(a, factor);
    }

    @Override
    public void adam(
            float[] w, float[] dW, float[] m, float[] v, float @Nullable [] largest, float weightDecay,
            float beta1,
            float oneMinusBeta1, float beta2, float oneMinusBeta2, float stepSize, float correction,
            float epsilon) {
        small.adam(w, dW, m, v, largest, weightDecay, beta1, oneMinusBeta1, beta2, oneMinusBeta2, stepSize,
                correction, epsilon);
    }

    /// Does not tell one processor's OpenBLAS, or one threshold, from another's.
    @Override
    public int number() {
        return 256 + small.number();
    }

    @Override
    public GateKernels gates(int gates, int units) {
        return new NativeGates(small.gates(gates, units), gates, leastOperations);
    }

    @Override
    public void multiplySymmetric(double[] p, double[] x, double[] y, int n) {
        small.multiplySymmetric(p, x, y, n);
    }

    @Override
    public void downdate(double[] p, double[] y, double share, double factor, int n) {
        small.downdate(p, y, share, factor, n);
    }
}
