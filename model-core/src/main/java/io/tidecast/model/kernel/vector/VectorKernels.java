package io.tidecast.model.kernel.vector;

import io.tidecast.model.kernel.GateKernels;
import io.tidecast.model.kernel.Kernels;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// The kernels with vectors of 8 or 16 floats; all but [#sumOfSquares] give the same bits with both.
///
/// Elementwise operations give the bits of [io.tidecast.model.kernel.ScalarKernels]; sums do not, because they are fused and, where
/// they run along the lanes, of another order.
public final class VectorKernels implements Kernels {
    /// The widest vectors of the machine, up to 16 floats. One species for all: where two meet, the compiler cannot tell which a vector
    /// is of, and makes objects of them.
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() >= 16
            ? FloatVector.SPECIES_512
            : FloatVector.SPECIES_256;
    /// `L`: 16 or 8.
    static final int LANES = SPECIES.length();

    private static final VectorSpecies<Float> S = SPECIES;
    private static final int L = LANES;
    private static final VectorSpecies<Double> D = LANES == 16
            ? DoubleVector.SPECIES_512
            : DoubleVector.SPECIES_256;
    private static final int DOUBLES = D.length();

    /// Whether this machine has such vectors. On one that has not, every vector would be an object.
    public static boolean isSupported() {
        return FloatVector.SPECIES_PREFERRED.length() >= 8;
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
        if (rows == 1) {
            addMultiples(dX, dXOffset, dY, dYOffset, w, wOffset, cols, batch);
            return;
        }
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

    /// Rows without gaps are one.
    @Override
    public void addRows(float[] x, int xOffset, int xStep, float[] y, int yStep, int length, int batch) {
        if (xStep == length && yStep == length) {
            add(x, xOffset, y, 0, length * batch);
            return;
        }
        for (int b = 0; b < batch; b++) {
            add(x, xOffset + b * xStep, y, b * yStep, length);
        }
    }

    private static void add(float[] x, int xOffset, float[] y, int yOffset, int length) {
        int i = 0;
        for (; i + L <= length; i += L) {
            FloatVector.fromArray(S, y, yOffset + i).add(FloatVector.fromArray(S, x, xOffset + i))
                    .intoArray(y, yOffset + i);
        }
        for (; i < length; i++) {
            y[yOffset + i] += x[xOffset + i];
        }
    }

    @Override
    public void sigmoid(float[] a, int offset, int length) {
        int whole = length & -L;
        VectorActivations.apply(a, offset, a, offset, whole / L, L, L, VectorActivations.SIGMOID);
        for (int i = offset + whole; i < offset + length; i++) {
            a[i] = VectorActivations.sigmoid(a[i]);
        }
    }

    @Override
    public void tanh(float[] a, int offset, int length) {
        int whole = length & -L;
        VectorActivations.apply(a, offset, a, offset, whole / L, L, L, VectorActivations.TANH);
        for (int i = offset + whole; i < offset + length; i++) {
            a[i] = VectorActivations.tanh(a[i]);
        }
    }

    /// In `float`, in the order in which the values lie, and that depends on the lanes: 32 partial sums, then a tree.
    @Override
    public double sumOfSquares(float[] a) {
        FloatVector sum0 = FloatVector.zero(S);
        FloatVector sum1 = sum0;
        FloatVector sum2 = sum0;
        FloatVector sum3 = sum0;
        int i = 0;
        for (; i + 32 <= a.length; i += 32) {
            FloatVector a0 = FloatVector.fromArray(S, a, i);
            FloatVector a1 = FloatVector.fromArray(S, a, i + L);
            sum0 = a0.fma(a0, sum0);
            sum1 = a1.fma(a1, sum1);
            if (L == 8) {
                FloatVector a2 = FloatVector.fromArray(S, a, i + 16);
                FloatVector a3 = FloatVector.fromArray(S, a, i + 24);
                sum2 = a2.fma(a2, sum2);
                sum3 = a3.fma(a3, sum3);
            }
        }
        float rest = 0;
        for (; i < a.length; i++) {
            rest = Math.fma(a[i], a[i], rest);
        }
        float sum = L == 8 ? LaneSums.of(sum0.add(sum1), sum2.add(sum3)) : LaneSums.ofBoth(sum0, sum1);
        return (double) sum + rest;
    }

    @Override
    public void scale(float[] a, float factor) {
        int i = 0;
        for (; i + L <= a.length; i += L) {
            FloatVector.fromArray(S, a, i).mul(factor).intoArray(a, i);
        }
        for (; i < a.length; i++) {
            a[i] *= factor;
        }
    }

    @Override
    public void adam(
            float[] w, float[] dW, float[] m, float[] v, float @Nullable [] largest, float weightDecay,
            float beta1,
            float oneMinusBeta1, float beta2, float oneMinusBeta2, float stepSize, float correction,
            float epsilon) {
        int whole = w.length & -L;
        if (largest == null) {
            adam(w, dW, m, v, whole, weightDecay, beta1, oneMinusBeta1, beta2, oneMinusBeta2, stepSize,
                    correction, epsilon);
        } else {
            amsgrad(w, dW, m, v, largest, whole, weightDecay, beta1, oneMinusBeta1, beta2, oneMinusBeta2,
                    stepSize, correction,
                    epsilon);
        }
        for (int i = whole; i < w.length; i++) {
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

    private static void adam(
            float[] w, float[] dW, float[] m, float[] v, int whole, float weightDecay, float beta1,
            float oneMinusBeta1,
            float beta2, float oneMinusBeta2, float stepSize, float correction, float epsilon) {
        for (int i = 0; i < whole; i += L) {
            FloatVector ws = FloatVector.fromArray(S, w, i);
            FloatVector g = FloatVector.fromArray(S, dW, i).add(ws.mul(weightDecay));
            FloatVector ms = FloatVector.fromArray(S, m, i).mul(beta1).add(g.mul(oneMinusBeta1));
            ms.intoArray(m, i);
            FloatVector vs = FloatVector.fromArray(S, v, i).mul(beta2).add(g.mul(oneMinusBeta2).mul(g));
            vs.intoArray(v, i);
            ws.sub(ms.mul(stepSize).div(vs.sqrt().mul(correction).add(epsilon))).intoArray(w, i);
        }
    }

    private static void amsgrad(
            float[] w, float[] dW, float[] m, float[] v, float[] largest, int whole, float weightDecay,
            float beta1,
            float oneMinusBeta1, float beta2, float oneMinusBeta2, float stepSize, float correction,
            float epsilon) {
        for (int i = 0; i < whole; i += L) {
            FloatVector ws = FloatVector.fromArray(S, w, i);
            FloatVector g = FloatVector.fromArray(S, dW, i).add(ws.mul(weightDecay));
            FloatVector ms = FloatVector.fromArray(S, m, i).mul(beta1).add(g.mul(oneMinusBeta1));
            ms.intoArray(m, i);
            FloatVector vs = FloatVector.fromArray(S, v, i).mul(beta2).add(g.mul(oneMinusBeta2).mul(g));
            vs.intoArray(v, i);
            FloatVector ls = FloatVector.fromArray(S, largest, i).max(vs);
            ls.intoArray(largest, i);
            ws.sub(ms.mul(stepSize).div(ls.sqrt().mul(correction).add(epsilon))).intoArray(w, i);
        }
    }

    /// The lanes, on which the gradient's norm depends.
    @Override
    public int number() {
        return L;
    }

    @Override
    public GateKernels gates(int gates, int units) {
        return new VectorGates(gates, units);
    }

    @Override
    public void multiplySymmetric(double[] p, double[] x, double[] y, int n) {
        int i = 0;
        for (; i + DOUBLES <= n; i += DOUBLES) {
            DoubleVector sum = DoubleVector.zero(D);
            for (int j = 0; j < n; j++) {
                sum = sum.add(DoubleVector.broadcast(D, x[j]).mul(DoubleVector.fromArray(D, p, j * n + i)));
            }
            sum.intoArray(y, i);
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
            for (; j + DOUBLES <= n; j += DOUBLES) {
                DoubleVector.fromArray(D, p, i * n + j)
                        .sub(yi.mul(DoubleVector.fromArray(D, y, j)).mul(share)).mul(factor)
                        .intoArray(p, i * n + j);
            }
            for (; j < n; j++) {
                p[i * n + j] = (p[i * n + j] - y[i] * y[j] * share) * factor;
            }
        }
    }

    /// `Σ_i a[i] b[i]`: 16 partial sums, a tree over them, then the rest one by one.
    private static float dot(float[] a, int aOffset, float[] b, int bOffset, int length) {
        FloatVector low = FloatVector.zero(S);
        FloatVector high = low;
        int i = 0;
        for (; i + 16 <= length; i += 16) {
            low = FloatVector.fromArray(S, a, aOffset + i).fma(FloatVector.fromArray(S, b, bOffset + i), low);
            if (L == 8) {
                high = FloatVector.fromArray(S, a, aOffset + i + L)
                        .fma(FloatVector.fromArray(S, b, bOffset + i + L), high);
            }
        }
        float total = LaneSums.of(low, high);
        for (; i < length; i++) {
            total = Math.fma(a[aOffset + i], b[bOffset + i], total);
        }
        return total;
    }

    /// `y[b] += s[b] x`, the gradient that a head of one output hands down: a vector of columns at a time, which stays in a register.
    private static void addMultiples(
            float[] y, int yOffset, float[] s, int sOffset, float[] x, int xOffset, int length, int batch) {
        int i = 0;
        for (; i + L <= length; i += L) {
            FloatVector xi = FloatVector.fromArray(S, x, xOffset + i);
            for (int b = 0; b < batch; b++) {
                int at = yOffset + b * length + i;
                FloatVector.broadcast(S, s[sOffset + b]).fma(xi, FloatVector.fromArray(S, y, at))
                        .intoArray(y, at);
            }
        }
        for (; i < length; i++) {
            for (int b = 0; b < batch; b++) {
                int at = yOffset + b * length + i;
                y[at] = Math.fma(s[sOffset + b], x[xOffset + i], y[at]);
            }
        }
    }

    /// `y += Σ_r s[r] x[r]`, row after row.
    ///
    /// @param s the factors, `sStep` apart
    /// @param x the rows, `[rows, length]` from `xOffset`
    private static void addScaledRows(
            float[] y, int yOffset, float[] s, int sOffset, int sStep, float[] x, int xOffset, int length,
            int rows) {
        int i = 0;
        for (; i + 4 * L <= length; i += 4 * L) {
            int at = yOffset + i;
            FloatVector y0 = FloatVector.fromArray(S, y, at);
            FloatVector y1 = FloatVector.fromArray(S, y, at + L);
            FloatVector y2 = FloatVector.fromArray(S, y, at + 2 * L);
            FloatVector y3 = FloatVector.fromArray(S, y, at + 3 * L);
            for (int r = 0; r < rows; r++) {
                FloatVector factor = FloatVector.broadcast(S, s[sOffset + r * sStep]);
                int row = xOffset + r * length + i;
                y0 = factor.fma(FloatVector.fromArray(S, x, row), y0);
                y1 = factor.fma(FloatVector.fromArray(S, x, row + L), y1);
                y2 = factor.fma(FloatVector.fromArray(S, x, row + 2 * L), y2);
                y3 = factor.fma(FloatVector.fromArray(S, x, row + 3 * L), y3);
            }
            y0.intoArray(y, at);
            y1.intoArray(y, at + L);
            y2.intoArray(y, at + 2 * L);
            y3.intoArray(y, at + 3 * L);
        }
        for (; i + L <= length; i += L) {
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
