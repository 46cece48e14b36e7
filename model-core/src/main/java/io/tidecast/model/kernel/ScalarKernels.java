package io.tidecast.model.kernel;

import org.jspecify.annotations.Nullable;

/// The kernels as plain loops: the readable form, and the referee of every faster one.
public final class ScalarKernels implements Kernels {

    @Override
    public void multiply(
            float[] w, int wOffset, int rows, int cols,
            float[] x, int xOffset, float[] y, int yOffset, int batch) {
        for (int b = 0; b < batch; b++) {
            int xRow = xOffset + b * cols;
            int yRow = yOffset + b * rows;
            int r = 0;
            for (; r + 3 < rows; r += 4) {
                multiplyFourRows(w, wOffset + r * cols, cols, x, xRow, y, yRow + r);
            }
            for (; r < rows; r++) {
                y[yRow + r] += dot(w, wOffset + r * cols, x, xRow, cols);
            }
        }
    }

    @Override
    public void multiplyTransposed(
            float[] w, int wOffset, int rows, int cols,
            float[] dY, int dYOffset, float[] dX, int dXOffset, int batch) {
        for (int b = 0; b < batch; b++) {
            addScaledRows(dX, dXOffset + b * cols, dY, dYOffset + b * rows, 1, w, wOffset, cols, rows);
        }
    }

    @Override
    public void outerProduct(
            float[] dW, int dWOffset, int rows, int cols,
            float[] dY, int dYOffset, float[] x, int xOffset, int batch) {
        for (int r = 0; r < rows; r++) {
            addScaledRows(dW, dWOffset + r * cols, dY, dYOffset + r, rows, x, xOffset, cols, batch);
        }
    }

    @Override
    public void addRows(float[] x, int xOffset, int xStep, float[] y, int yStep, int length, int batch) {
        for (int b = 0; b < batch; b++) {
            for (int i = 0; i < length; i++) {
                y[b * yStep + i] += x[xOffset + b * xStep + i];
            }
        }
    }

    @Override
    public void sigmoid(float[] a, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            a[i] = Activations.sigmoid(a[i]);
        }
    }

    @Override
    public void tanh(float[] a, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            a[i] = Activations.tanh(a[i]);
        }
    }

    @Override
    public double sumOfSquares(float[] a) {
        double even = 0;
        double odd = 0;
        for (int i = 0; i + 1 < a.length; i += 2) {
            even += (double) a[i] * a[i];
            odd += (double) a[i + 1] * a[i + 1];
        }
        double last = a.length % 2 == 0 ? 0 : a[a.length - 1];
        return even + odd + last * last;
    }

    @Override
    public void scale(float[] a, float factor) {
        for (int i = 0; i < a.length; i++) {
            a[i] *= factor;
        }
    }

    @Override
    public void adam(
            float[] w, float[] dW, float[] m, float[] v, float @Nullable [] largest, float weightDecay,
            float beta1,
            float oneMinusBeta1, float beta2, float oneMinusBeta2, float stepSize, float correction,
            float epsilon) {
        for (int i = 0; i < w.length; i++) {
            float g = dW[i] + weightDecay * w[i];
            m[i] = beta1 * m[i] + oneMinusBeta1 * g;
            v[i] = beta2 * v[i] + oneMinusBeta2 * g * g;
            float square = v[i];
            if (largest != null) {
                square = Math.max(largest[i], square);
                largest[i] = square;
            }
            w[i] -= stepSize * m[i] / ((float) Math.sqrt(square) * correction + epsilon);
        }
    }

    @Override
    public int number() {
        return 1;
    }

    @Override
    public GateKernels gates(int gates, int units) {
        return new ScalarGates(this, gates, units);
    }

    @Override
    public void multiplySymmetric(double[] p, double[] x, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += p[i * n + j] * x[j];
            }
            y[i] = sum;
        }
    }

    @Override
    public void downdate(double[] p, double[] y, double share, double factor, int n) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                p[i * n + j] = (p[i * n + j] - y[i] * y[j] * share) * factor;
            }
        }
    }

    /// Four rows at once, because the additions of one row alone would each wait for the last: 1.1 instead of 1.9 µs for
    /// 128 rows of 32. Each row is still summed in the order of its columns.
    private static void multiplyFourRows(
            float[] w, int wOffset, int cols, float[] x, int xOffset, float[] y, int yOffset) {
        int row1 = wOffset + cols;
        int row2 = row1 + cols;
        int row3 = row2 + cols;
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        for (int c = 0; c < cols; c++) {
            float xc = x[xOffset + c];
            sum0 += w[wOffset + c] * xc;
            sum1 += w[row1 + c] * xc;
            sum2 += w[row2 + c] * xc;
            sum3 += w[row3 + c] * xc;
        }
        y[yOffset] += sum0;
        y[yOffset + 1] += sum1;
        y[yOffset + 2] += sum2;
        y[yOffset + 3] += sum3;
    }

    /// `Σ_i a[i] b[i]`
    private static float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
        float sum = 0;
        for (int i = 0; i < length; i++) {
            sum += a[aOffset + i] * b[bOffset + i];
        }
        return sum;
    }

    /// `y += Σ_r s[r] x[r]`, row after row; four at once, so that `y` is read and written less often.
    ///
    /// @param s the factors, `sStep` apart
    /// @param x the rows, `[rows, length]` from `xOffset`
    private static void addScaledRows(
            float[] y, int yOffset, float[] s, int sOffset, int sStep, float[] x, int xOffset, int length,
            int rows) {
        int r = 0;
        for (; r + 3 < rows; r += 4) {
            int factor = sOffset + r * sStep;
            addFourScaled(
                    y, yOffset, s[factor], s[factor + sStep], s[factor + 2 * sStep], s[factor + 3 * sStep], x,
                    xOffset + r * length, length);
        }
        for (; r < rows; r++) {
            addScaled(y, yOffset, s[sOffset + r * sStep], x, xOffset + r * length, length);
        }
    }

    /// `y[i] = (((y[i] + s0 x0[i]) + s1 x1[i]) + s2 x2[i]) + s3 x3[i]`, as four times [#addScaled] would.
    private static void addFourScaled(
            float[] y, int yOffset, float s0, float s1, float s2, float s3, float[] x, int xOffset,
            int length) {
        int x1 = xOffset + length;
        int x2 = x1 + length;
        int x3 = x2 + length;
        for (int i = 0; i < length; i++) {
            y[yOffset + i] = y[yOffset + i] + s0 * x[xOffset + i] + s1 * x[x1 + i] + s2 * x[x2 + i]
                    + s3 * x[x3 + i];
        }
    }

    /// `y[i] += s x[i]`
    private static void addScaled(float[] y, int yOffset, float s, float[] x, int xOffset, int length) {
        for (int i = 0; i < length; i++) {
            y[yOffset + i] += s * x[xOffset + i];
        }
    }
}
