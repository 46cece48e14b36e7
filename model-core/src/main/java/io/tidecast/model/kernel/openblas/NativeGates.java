package io.tidecast.model.kernel.openblas;

import io.tidecast.model.kernel.GateKernels;
import io.tidecast.model.kernel.GateRows;

/// The gates of a layer, large products by OpenBLAS and all else by the kernels that laid out the weights.
final class NativeGates implements GateKernels {
    private final GateKernels small;
    private final long leastOperations;
    /// Values of a row of gates that lie together, and how often.
    private final int width;
    private final int panels;
    /// Whether a panel of `W` lies as `[width][cols]` and not as `[cols][width]`.
    private final boolean rowMajor;

    /// @param small           the kernels of all other operations
    /// @param leastOperations products of fewer multiplications than this are small
    NativeGates(GateKernels small, int gates, long leastOperations) {
        this.small = small;
        this.leastOperations = leastOperations;
        int rowSize = gates * small.stateWidth();
        rowMajor = small.weightStep() == 1;
        width = rowMajor ? rowSize : small.weightStep();
        panels = rowSize / width;
    }

    private boolean isSmall(int rows, int cols) {
        return (long) rows * cols * panels * width < leastOperations;
    }

    @Override
    public void multiply(
            float[] w, int wOffset, int cols, float[] x, int xOffset, int xStep, GateRows z, int firstRow,
            int rows) {
        if (isSmall(rows, cols)) {
            small.multiply(w, wOffset, cols, x, xOffset, xStep, z, firstRow, rows);
            return;
        }
        for (int p = 0; p < panels; p++) {
            OpenBlas.addProduct(false, rowMajor, rows, width, cols, x, xOffset, xStep, w,
                    wOffset + p * cols * width, rowMajor ? cols : width, z.values(), at(z, p, firstRow),
                    width);
        }
    }

    @Override
    public void preActivate(
            float[] w, int first, int second, int wOffset, int cols, float[] x, int xOffset, int xStep,
            int uOffset, int uCols, float[] h, int hOffset, int hStep, GateRows z, int firstRow, int rows) {
        if (isSmall(rows, Math.max(cols, uCols))) {
            small.preActivate(w, first, second, wOffset, cols, x, xOffset, xStep, uOffset, uCols, h, hOffset,
                    hStep, z, firstRow, rows);
        } else {
            GateKernels.super.preActivate(w, first, second, wOffset, cols, x, xOffset, xStep, uOffset, uCols,
                    h, hOffset, hStep, z, firstRow, rows);
        }
    }

    @Override
    public float[] newTransposed(int cols, int dXStep, int rows) {
        return isSmall(rows, cols) ? small.newTransposed(cols, dXStep, rows) : new float[0];
    }

    @Override
    public void transpose(float[] w, int wOffset, int cols, float[] transposed) {
        small.transpose(w, wOffset, cols, transposed);
    }

    @Override
    public void multiplyTransposed(
            float[] w, int wOffset, int cols, float[] transposed, GateRows dZ, int firstRow, int rows,
            float[] dX, int dXOffset, int dXStep) {
        if (isSmall(rows, cols)) {
            small.multiplyTransposed(w, wOffset, cols, transposed, dZ, firstRow, rows, dX, dXOffset, dXStep);
            return;
        }
        for (int p = 0; p < panels; p++) {
            OpenBlas.addProduct(false, !rowMajor, rows, cols, width, dZ.values(), at(dZ, p, firstRow), width,
                    w, wOffset + p * cols * width, rowMajor ? cols : width, dX, dXOffset, dXStep);
        }
    }

    @Override
    public void outerProduct(
            float[] dW, int dWOffset, int cols, GateRows dZ, int firstRow, int rows, float[] x, int xOffset,
            int xStep) {
        if (isSmall(rows, cols)) {
            small.outerProduct(dW, dWOffset, cols, dZ, firstRow, rows, x, xOffset, xStep);
            return;
        }
        for (int p = 0; p < panels; p++) {
            int to = dWOffset + p * cols * width;
            if (rowMajor) {
                OpenBlas.addProduct(true, false, width, cols, rows, dZ.values(), at(dZ, p, firstRow), width,
                        x, xOffset, xStep, dW, to, cols);
            } else {
                OpenBlas.addProduct(true, false, cols, width, rows, x, xOffset, xStep, dZ.values(),
                        at(dZ, p, firstRow), width, dW, to, width);
            }
        }
    }

    private int at(GateRows z, int panel, int row) {
        return z.panel(panel) + row * width;
    }

    @Override
    public int stateWidth() {
        return small.stateWidth();
    }

    @Override
    public GateRows newRows(int rows) {
        return small.newRows(rows);
    }

    @Override
    public int weightCount(int cols) {
        return small.weightCount(cols);
    }

    @Override
    public int weightIndex(int row, int cols) {
        return small.weightIndex(row, cols);
    }

    @Override
    public int weightStep() {
        return small.weightStep();
    }

    @Override
    public void start(float[] w, int first, int second, GateRows z, int firstRow, int rows) {
        small.start(w, first, second, z, firstRow, rows);
    }

    @Override
    public void sum(float[] dB, int first, int second, GateRows dZ, int rows) {
        small.sum(dB, first, second, dZ, rows);
    }

    @Override
    public void copyToStates(GateRows z, int firstRow, int rows, float[] y, int yOffset) {
        small.copyToStates(z, firstRow, rows, y, yOffset);
    }

    @Override
    public void copyFromStates(float[] y, int yOffset, GateRows z, int firstRow, int rows) {
        small.copyFromStates(y, yOffset, z, firstRow, rows);
    }

    @Override
    public void lstm(
            float[] w, int peepholes, GateRows z, int firstRow, int rows, float[] c, int before, int after,
            float[] tanhC, int tanhCOffset, float[] h, int hOffset) {
        small.lstm(w, peepholes, z, firstRow, rows, c, before, after, tanhC, tanhCOffset, h, hOffset);
    }

    @Override
    public void lstmBackward(
            float[] w, float[] dW, int peepholes, GateRows z, int firstRow, int rows, float[] c, int before,
            int after, float[] tanhC, int tanhCOffset, float[] dH, float[] dC) {
        small.lstmBackward(w, dW, peepholes, z, firstRow, rows, c, before, after, tanhC, tanhCOffset, dH, dC);
    }

    @Override
    public void gru(GateRows a, GateRows u, int firstRow, int rows, float[] h, int before, int after) {
        small.gru(a, u, firstRow, rows, h, before, after);
    }

    @Override
    public void gruBackward(
            GateRows a, GateRows u, int firstRow, int rows, float[] h, int before, float[] dH) {
        small.gruBackward(a, u, firstRow, rows, h, before, dH);
    }
}
