package io.tidecast.model.kernel;

import java.util.Arrays;

/// The gates as plain loops, for [ScalarKernels]: matrices row-major as PyTorch's, `[G·H, cols]`, rows `[G][H]`, states `[H]`.
final class ScalarGates implements GateKernels {
    private final Kernels kernels;
    private final int units;
    private final int rowSize;

    ScalarGates(Kernels kernels, int gates, int units) {
        this.kernels = kernels;
        this.units = units;
        rowSize = gates * units;
    }

    @Override
    public int stateWidth() {
        return units;
    }

    @Override
    public GateRows newRows(int rows) {
        return new GateRows(new float[rows * rowSize], 0, 0);
    }

    @Override
    public int weightCount(int cols) {
        return rowSize * cols;
    }

    @Override
    public int weightIndex(int row, int cols) {
        return row * cols;
    }

    @Override
    public int weightStep() {
        return 1;
    }

    @Override
    public void start(float[] w, int first, int second, GateRows z, int firstRow, int rows) {
        float[] values = z.values();
        int end = (firstRow + rows) * rowSize;
        Arrays.fill(values, firstRow * rowSize, end, 0);
        for (int i = firstRow * rowSize; i < end; i += rowSize) {
            add(w, first, values, i);
            add(w, second, values, i);
        }
    }

    private void add(float[] w, int bias, float[] z, int row) {
        if (bias != NONE) {
            for (int j = 0; j < rowSize; j++) {
                z[row + j] += w[bias + j];
            }
        }
    }

    @Override
    public void multiply(
            float[] w, int wOffset, int cols, float[] x, int xOffset, int xStep, GateRows z, int firstRow,
            int rows) {
        for (int b = 0; b < rows; b++) {
            kernels.multiply(w, wOffset, rowSize, cols, x, xOffset + b * xStep, z.values(),
                    (firstRow + b) * rowSize, 1);
        }
    }

    @Override
    public float[] newTransposed(int cols, int dXStep, int rows) {
        return new float[0];
    }

    @Override
    public void transpose(float[] w, int wOffset, int cols, float[] transposed) {}

    @Override
    public void multiplyTransposed(
            float[] w, int wOffset, int cols, float[] transposed, GateRows dZ, int firstRow, int rows,
            float[] dX, int dXOffset, int dXStep) {
        for (int b = 0; b < rows; b++) {
            kernels.multiplyTransposed(w, wOffset, rowSize, cols, dZ.values(), (firstRow + b) * rowSize, dX,
                    dXOffset + b * dXStep, 1);
        }
    }

    @Override
    public void outerProduct(
            float[] dW, int dWOffset, int cols, GateRows dZ, int firstRow, int rows, float[] x, int xOffset,
            int xStep) {
        for (int b = 0; b < rows; b++) {
            kernels.outerProduct(dW, dWOffset, rowSize, cols, dZ.values(), (firstRow + b) * rowSize, x,
                    xOffset + b * xStep, 1);
        }
    }

    @Override
    public void sum(float[] dB, int first, int second, GateRows dZ, int rows) {
        sum(dB, first, dZ.values(), rows);
        sum(dB, second, dZ.values(), rows);
    }

    private void sum(float[] dB, int bias, float[] dZ, int rows) {
        for (int i = 0; bias != NONE && i < rows * rowSize; i++) {
            dB[bias + i % rowSize] += dZ[i];
        }
    }

    @Override
    public void copyToStates(GateRows z, int firstRow, int rows, float[] y, int yOffset) {
        System.arraycopy(z.values(), firstRow * units, y, yOffset, rows * units);
    }

    @Override
    public void copyFromStates(float[] y, int yOffset, GateRows z, int firstRow, int rows) {
        System.arraycopy(y, yOffset, z.values(), firstRow * units, rows * units);
    }

    @Override
    public void lstm(
            float[] w, int peepholes, GateRows rowsOfZ, int firstRow, int rows, float[] c, int before,
            int after, float[] tanhC, int tanhCOffset, float[] h, int hOffset) {
        int H = units;
        float[] z = rowsOfZ.values();
        for (int b = 0; b < rows; b++) {
            int i = (firstRow + b) * 4 * H;
            int f = i + H;
            int g = f + H;
            int o = g + H;
            int state = b * H;
            if (peepholes != NONE) {
                addProduct(z, i, w, peepholes, c, before + state);
                addProduct(z, f, w, peepholes + H, c, before + state);
            }
            kernels.sigmoid(z, i, 2 * H);
            kernels.tanh(z, g, H);
            for (int j = 0; j < H; j++) {
                c[after + state + j] = z[f + j] * c[before + state + j] + z[i + j] * z[g + j];
            }
            if (peepholes != NONE) {
                addProduct(z, o, w, peepholes + 2 * H, c, after + state);
            }
            kernels.sigmoid(z, o, H);
            System.arraycopy(c, after + state, tanhC, tanhCOffset + state, H);
            kernels.tanh(tanhC, tanhCOffset + state, H);
            for (int j = 0; j < H; j++) {
                h[hOffset + state + j] = z[o + j] * tanhC[tanhCOffset + state + j];
            }
        }
    }

    @Override
    public void lstmBackward(
            float[] w, float[] dW, int peepholes, GateRows rowsOfZ, int firstRow, int rows, float[] c,
            int before, int after, float[] tanhC, int tanhCOffset, float[] dH, float[] dC) {
        int H = units;
        float[] z = rowsOfZ.values();
        for (int b = 0; b < rows; b++) {
            int row = (firstRow + b) * 4 * H;
            int state = b * H;
            for (int j = 0; j < H; j++) {
                float i = z[row + j];
                float f = z[row + H + j];
                float g = z[row + 2 * H + j];
                float o = z[row + 3 * H + j];
                float t = tanhC[tanhCOffset + state + j];
                float dHj = dH[state + j];
                float dZo = dHj * t * o * (1 - o);
                float dCj = dC[state + j] + dHj * o * (1 - t * t);
                if (peepholes != NONE) {
                    dCj += w[peepholes + 2 * H + j] * dZo;
                }
                z[row + j] = dCj * g * i * (1 - i);
                z[row + H + j] = dCj * c[before + state + j] * f * (1 - f);
                z[row + 2 * H + j] = dCj * i * (1 - g * g);
                z[row + 3 * H + j] = dZo;
                dC[state + j] = dCj * f;
                dH[state + j] = 0;
            }
            if (peepholes != NONE) {
                addProduct(dC, state, w, peepholes, z, row);
                addProduct(dC, state, w, peepholes + H, z, row + H);
                addProduct(dW, peepholes, z, row, c, before + state);
                addProduct(dW, peepholes + H, z, row + H, c, before + state);
                addProduct(dW, peepholes + 2 * H, z, row + 3 * H, c, after + state);
            }
        }
    }

    @Override
    public void gru(
            GateRows rowsOfA, GateRows rowsOfU, int firstRow, int rows, float[] h, int before, int after) {
        int H = units;
        float[] a = rowsOfA.values();
        float[] u = rowsOfU.values();
        for (int b = 0; b < rows; b++) {
            int r = (firstRow + b) * 3 * H;
            int z = r + H;
            int n = z + H;
            for (int j = r; j < n; j++) {
                a[j] += u[j];
            }
            kernels.sigmoid(a, r, 2 * H);
            addProduct(a, n, a, r, u, n);
            kernels.tanh(a, n, H);
            int state = b * H;
            for (int j = 0; j < H; j++) {
                h[after + state + j] = (1 - a[z + j]) * a[n + j] + a[z + j] * h[before + state + j];
            }
        }
    }

    @Override
    public void gruBackward(
            GateRows rowsOfA, GateRows rowsOfU, int firstRow, int rows, float[] h, int before, float[] dH) {
        int H = units;
        float[] a = rowsOfA.values();
        float[] u = rowsOfU.values();
        for (int b = 0; b < rows; b++) {
            int row = (firstRow + b) * 3 * H;
            for (int j = 0; j < H; j++) {
                float r = a[row + j];
                float z = a[row + H + j];
                float n = a[row + 2 * H + j];
                float dHj = dH[b * H + j];
                float dAn = dHj * (1 - z) * (1 - n * n);
                float dAr = dAn * u[row + 2 * H + j] * r * (1 - r);
                float dAz = dHj * (h[before + b * H + j] - n) * z * (1 - z);
                a[row + j] = dAr;
                u[row + j] = dAr;
                a[row + H + j] = dAz;
                u[row + H + j] = dAz;
                a[row + 2 * H + j] = dAn;
                u[row + 2 * H + j] = dAn * r;
                dH[b * H + j] = dHj * z;
            }
        }
    }

    /// `y += a·b`, element by element
    private void addProduct(float[] y, int yOffset, float[] a, int aOffset, float[] b, int bOffset) {
        for (int j = 0; j < units; j++) {
            y[yOffset + j] += a[aOffset + j] * b[bOffset + j];
        }
    }
}
