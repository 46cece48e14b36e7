package io.tidecast.model.kernel.vector;

import io.tidecast.model.kernel.GateKernels;
import io.tidecast.model.kernel.Kernels;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// The kernels with vectors of 8 floats.
///
/// Elementwise operations give the bits of [io.tidecast.model.kernel.ScalarKernels]; sums do not, because they are fused and, where
/// they run along the lanes, of another order.
public final class VectorKernels implements Kernels {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_256;
    private static final VectorSpecies<Double> D = DoubleVector.SPECIES_256;
    private static final VectorShuffle<Float> SWAP4 = VectorShuffle.fromValues(S, 4, 5, 6, 7, 0, 1, 2, 3);
    private static final VectorShuffle<Float> SWAP2 = VectorShuffle.fromValues(S, 2, 3, 0, 1, 6, 7, 4, 5);
    private static final VectorShuffle<Float> SWAP1 = VectorShuffle.fromValues(S, 1, 0, 3, 2, 5, 4, 7, 6);
    private static final float[] SIGMOID = VectorActivations.pattern(false);
    private static final float[] TANH = VectorActivations.pattern(true);

    /// Whether this machine has such vectors. On one that has not, every vector would be an object.
    public static boolean isSupported() {
        return FloatVector.SPECIES_PREFERRED.length() >= S.length();
    }

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
    public void sigmoid(float[] a, int offset, int length) {
        int whole = length & -8;
        VectorActivations.apply(a, offset, a, offset, whole / 8, 8, 8, SIGMOID);
        for (int i = offset + whole; i < offset + length; i++) {
            a[i] = VectorActivations.sigmoid(a[i]);
        }
    }

    @Override
    public void tanh(float[] a, int offset, int length) {
        int whole = length & -8;
        VectorActivations.apply(a, offset, a, offset, whole / 8, 8, 8, TANH);
        for (int i = offset + whole; i < offset + length; i++) {
            a[i] = VectorActivations.tanh(a[i]);
        }
    }

    /// In `float`: 32 partial sums, then a tree.
    @Override
    public double sumOfSquares(float[] a) {
        FloatVector sum0 = FloatVector.zero(S);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int i = 0;
        for (; i + 32 <= a.length; i += 32) {
            FloatVector a0 = FloatVector.fromArray(S, a, i);
            FloatVector a1 = FloatVector.fromArray(S, a, i + 8);
            FloatVector a2 = FloatVector.fromArray(S, a, i + 16);
            FloatVector a3 = FloatVector.fromArray(S, a, i + 24);
            sum0 = a0.fma(a0, sum0);
            sum1 = a1.fma(a1, sum1);
            sum2 = a2.fma(a2, sum2);
            sum3 = a3.fma(a3, sum3);
        }
        float rest = 0;
        for (; i < a.length; i++) {
            rest = Math.fma(a[i], a[i], rest);
        }
        FloatVector sum = sum0.add(sum1).add(sum2.add(sum3));
        sum = sum.add(sum.rearrange(SWAP4));
        sum = sum.add(sum.rearrange(SWAP2));
        sum = sum.add(sum.rearrange(SWAP1));
        return (double) sum.lane(0) + rest;
    }

    @Override
    public void scale(float[] a, float factor) {
        int i = 0;
        for (; i + 8 <= a.length; i += 8) {
            FloatVector.fromArray(S, a, i).mul(factor).intoArray(a, i);
        }
        for (; i < a.length; i++) {
            a[i] *= factor;
        }
    }

    @Override
    public void adam(
            float[] w, float[] dW, float[] m, float[] v, float @Nullable [] largest, float decay, float kept1,
            float taken1, float kept2, float taken2, float rate, float correction, float floor) {
        int whole = w.length & -8;
        if (largest == null) {
            adam(w, dW, m, v, whole, decay, kept1, taken1, kept2, taken2, rate, correction, floor);
        } else {
            amsgrad(w, dW, m, v, largest, whole, decay, kept1, taken1, kept2, taken2, rate, correction,
                    floor);
        }
        for (int i = whole; i < w.length; i++) {
            float g = dW[i] + decay * w[i];
            m[i] = kept1 * m[i] + taken1 * g;
            v[i] = kept2 * v[i] + taken2 * g * g;
            float square = v[i];
            if (largest != null) {
                square = Math.max(largest[i], square);
                largest[i] = square;
            }
            w[i] -= rate * m[i] / ((float) Math.sqrt(square) * correction + floor);
        }
    }

    private static void adam(
            float[] w, float[] dW, float[] m, float[] v, int whole, float decay, float kept1, float taken1,
            float kept2, float taken2, float rate, float correction, float floor) {
        for (int i = 0; i < whole; i += 8) {
            FloatVector w8 = FloatVector.fromArray(S, w, i);
            FloatVector g = FloatVector.fromArray(S, dW, i).add(w8.mul(decay));
            FloatVector m8 = FloatVector.fromArray(S, m, i).mul(kept1).add(g.mul(taken1));
            m8.intoArray(m, i);
            FloatVector v8 = FloatVector.fromArray(S, v, i).mul(kept2).add(g.mul(taken2).mul(g));
            v8.intoArray(v, i);
            w8.sub(m8.mul(rate).div(v8.sqrt().mul(correction).add(floor))).intoArray(w, i);
        }
    }

    private static void amsgrad(
            float[] w, float[] dW, float[] m, float[] v, float[] largest, int whole, float decay, float kept1,
            float taken1, float kept2, float taken2, float rate, float correction, float floor) {
        for (int i = 0; i < whole; i += 8) {
            FloatVector w8 = FloatVector.fromArray(S, w, i);
            FloatVector g = FloatVector.fromArray(S, dW, i).add(w8.mul(decay));
            FloatVector m8 = FloatVector.fromArray(S, m, i).mul(kept1).add(g.mul(taken1));
            m8.intoArray(m, i);
            FloatVector v8 = FloatVector.fromArray(S, v, i).mul(kept2).add(g.mul(taken2).mul(g));
            v8.intoArray(v, i);
            FloatVector l8 = FloatVector.fromArray(S, largest, i).max(v8);
            l8.intoArray(largest, i);
            w8.sub(m8.mul(rate).div(l8.sqrt().mul(correction).add(floor))).intoArray(w, i);
        }
    }

    @Override
    public GateKernels gates(int gates, int units) {
        return new VectorGates(gates, units);
    }

    @Override
    public void multiplySymmetric(double[] p, double[] x, double[] y, int n) {
        int i = 0;
        for (; i + 8 <= n; i += 8) {
            DoubleVector sum0 = DoubleVector.zero(D);
            DoubleVector sum1 = sum0;
            for (int j = 0; j < n; j++) {
                DoubleVector xj = DoubleVector.broadcast(D, x[j]);
                sum0 = sum0.add(xj.mul(DoubleVector.fromArray(D, p, j * n + i)));
                sum1 = sum1.add(xj.mul(DoubleVector.fromArray(D, p, j * n + i + 4)));
            }
            sum0.intoArray(y, i);
            sum1.intoArray(y, i + 4);
        }
        for (; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += p[j * n + i] * x[j];
            }
            y[i] = sum;
        }
    }

    @Override
    public void downdate(double[] p, double[] y, double share, double factor, int n) {
        for (int i = 0; i < n; i++) {
            DoubleVector yi = DoubleVector.broadcast(D, y[i]);
            int j = 0;
            for (; j + 4 <= n; j += 4) {
                DoubleVector.fromArray(D, p, i * n + j)
                        .sub(yi.mul(DoubleVector.fromArray(D, y, j)).mul(share)).mul(factor)
                        .intoArray(p, i * n + j);
            }
            for (; j < n; j++) {
                p[i * n + j] = (p[i * n + j] - y[i] * y[j] * share) * factor;
            }
        }
    }

    /// `Σ_i a[i] b[i]`: 8 partial sums, a tree over them, then the rest one by one.
    private static float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
        FloatVector sum = FloatVector.zero(S);
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            sum = FloatVector.fromArray(S, a, aOffset + i).fma(FloatVector.fromArray(S, b, bOffset + i), sum);
        }
        sum = sum.add(sum.rearrange(SWAP4));
        sum = sum.add(sum.rearrange(SWAP2));
        sum = sum.add(sum.rearrange(SWAP1));
        float total = sum.lane(0);
        for (; i < length; i++) {
            total = Math.fma(a[aOffset + i], b[bOffset + i], total);
        }
        return total;
    }

    /// `y += Σ_r s[r] x[r]`, row after row.
    ///
    /// @param s the factors, `sStep` apart
    /// @param x the rows, `[rows, length]` from `xOffset`
    private static void addScaledRows(
            float[] y, int yOffset, float[] s, int sOffset, int sStep, float[] x, int xOffset, int length,
            int rows) {
        int i = 0;
        for (; i + 32 <= length; i += 32) {
            int at = yOffset + i;
            FloatVector y0 = FloatVector.fromArray(S, y, at);
            FloatVector y1 = FloatVector.fromArray(S, y, at + 8);
            FloatVector y2 = FloatVector.fromArray(S, y, at + 16);
            FloatVector y3 = FloatVector.fromArray(S, y, at + 24);
            for (int r = 0; r < rows; r++) {
                FloatVector factor = FloatVector.broadcast(S, s[sOffset + r * sStep]);
                int row = xOffset + r * length + i;
                y0 = factor.fma(FloatVector.fromArray(S, x, row), y0);
                y1 = factor.fma(FloatVector.fromArray(S, x, row + 8), y1);
                y2 = factor.fma(FloatVector.fromArray(S, x, row + 16), y2);
                y3 = factor.fma(FloatVector.fromArray(S, x, row + 24), y3);
            }
            y0.intoArray(y, at);
            y1.intoArray(y, at + 8);
            y2.intoArray(y, at + 16);
            y3.intoArray(y, at + 24);
        }
        for (; i + 8 <= length; i += 8) {
            FloatVector y0 = FloatVector.fromArray(S, y, yOffset + i);
            for (int r = 0; r < rows; r++) {
                y0 = FloatVector.broadcast(S, s[sOffset + r * sStep])
                        .fma(FloatVector.fromArray(S, x, xOffset + r * length + i), y0);
            }
            y0.intoArray(y, yOffset + i);
        }
        for (; i < length; i++) {
            float sum = y[yOffset + i];
            for (int r = 0; r < rows; r++) {
                sum = Math.fma(s[sOffset + r * sStep], x[xOffset + r * length + i], sum);
            }
            y[yOffset + i] = sum;
        }
    }
}
