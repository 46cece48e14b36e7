package io.tidecast.model.kernel;

/// The kernels as plain loops: the readable form, and the referee of every faster one.
public final class ScalarKernels implements Kernels {

    @Override
    public void multiply(
            float[] w, int wOffset, int rows, int cols,
            float[] x, int xOffset, float[] y, int yOffset, int batch) {
        for (int b = 0; b < batch; b++) {
            for (int r = 0; r < rows; r++) {
                y[yOffset + b * rows + r] += dot(w, wOffset + r * cols, x, xOffset + b * cols, cols);
            }
        }
    }

    @Override
    public void multiplyTransposed(
            float[] w, int wOffset, int rows, int cols,
            float[] dY, int dYOffset, float[] dX, int dXOffset, int batch) {
        for (int b = 0; b < batch; b++) {
            for (int r = 0; r < rows; r++) {
                addScaled(dX, dXOffset + b * cols, dY[dYOffset + b * rows + r], w, wOffset + r * cols, cols);
            }
        }
    }

    @Override
    public void outerProduct(
            float[] dW, int dWOffset, int rows, int cols,
            float[] dY, int dYOffset, float[] x, int xOffset, int batch) {
        for (int b = 0; b < batch; b++) {
            for (int r = 0; r < rows; r++) {
                addScaled(dW, dWOffset + r * cols, dY[dYOffset + b * rows + r], x, xOffset + b * cols, cols);
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

    /// `Σ_i a[i] b[i]` as four interleaved sums, because one alone would wait for each addition to end.
    private static float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            s0 += a[aOffset + i] * b[bOffset + i];
            s1 += a[aOffset + i + 1] * b[bOffset + i + 1];
            s2 += a[aOffset + i + 2] * b[bOffset + i + 2];
            s3 += a[aOffset + i + 3] * b[bOffset + i + 3];
        }
        for (; i < length; i++) {
            s0 += a[aOffset + i] * b[bOffset + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /// `y[i] += s x[i]`
    private static void addScaled(float[] y, int yOffset, float s, float[] x, int xOffset, int length) {
        for (int i = 0; i < length; i++) {
            y[yOffset + i] += s * x[xOffset + i];
        }
    }
}
