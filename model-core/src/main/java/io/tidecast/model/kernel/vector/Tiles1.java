package io.tidecast.model.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Register tiles for panels of 1 vector: the products of an Elman network.
final class Tiles1 implements Tiles {
    private static final VectorSpecies<Float> S = VectorKernels.SPECIES;
    private static final int L = VectorKernels.LANES;
    private static final int WIDTH = 1 * L;

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public void multiplyTwoPanels(
            float[] w, int wOffset0, int wOffset1, int cols, float[] x, int xOffset, float[] z, int zOffset0,
            int zOffset1) {
        FloatVector a0 = FloatVector.fromArray(S, z, zOffset0);
        FloatVector b0 = FloatVector.fromArray(S, z, zOffset1);
        int w0 = wOffset0;
        int w1 = wOffset1;
        for (int c = 0; c < cols; c++) {
            FloatVector xc = FloatVector.broadcast(S, x[xOffset + c]);
            a0 = xc.fma(FloatVector.fromArray(S, w, w0), a0);
            b0 = xc.fma(FloatVector.fromArray(S, w, w1), b0);
            w0 += WIDTH;
            w1 += WIDTH;
        }
        a0.intoArray(z, zOffset0);
        b0.intoArray(z, zOffset1);
    }

    @Override
    public void multiplyRow(
            float[] w, int wOffset, int cols, float[] x, int xOffset, float[] z, int zOffset) {
        FloatVector a0 = FloatVector.fromArray(S, z, zOffset);
        int at = wOffset;
        for (int c = 0; c < cols; c++) {
            FloatVector xc = FloatVector.broadcast(S, x[xOffset + c]);
            a0 = xc.fma(FloatVector.fromArray(S, w, at), a0);
            at += WIDTH;
        }
        a0.intoArray(z, zOffset);
    }

    @Override
    public void multiplyTwoRows(
            float[] w, int wOffset, int cols, float[] x, int xOffset0, int xOffset1, float[] z, int zOffset) {
        FloatVector a0 = FloatVector.fromArray(S, z, zOffset);
        FloatVector b0 = FloatVector.fromArray(S, z, zOffset + WIDTH);
        int at = wOffset;
        for (int c = 0; c < cols; c++) {
            FloatVector x0 = FloatVector.broadcast(S, x[xOffset0 + c]);
            FloatVector x1 = FloatVector.broadcast(S, x[xOffset1 + c]);
            FloatVector w0 = FloatVector.fromArray(S, w, at);
            a0 = x0.fma(w0, a0);
            b0 = x1.fma(w0, b0);
            at += WIDTH;
        }
        a0.intoArray(z, zOffset);
        b0.intoArray(z, zOffset + WIDTH);
    }

    @Override
    public void startFourRows(
            float[] w, int wOffset, int cols, float[] x, int xOffset, int xStep, int uOffset, int uCols,
            float[] h, int hOffset, int hStep, float[] z, int bias, int zOffset) {
        FloatVector a0 = FloatVector.fromArray(S, z, bias);
        FloatVector b0 = a0;
        FloatVector c0 = a0;
        FloatVector d0 = a0;
        int at = wOffset;
        int n = cols;
        float[] v = x;
        int v0 = xOffset;
        int step = xStep;
        for (int part = 0; part < 2; part++) {
            int v1 = v0 + step;
            int v2 = v1 + step;
            int v3 = v2 + step;
            for (int c = 0; c < n; c++) {
                FloatVector w0 = FloatVector.fromArray(S, w, at);
                FloatVector xc = FloatVector.broadcast(S, v[v0 + c]);
                a0 = xc.fma(w0, a0);
                xc = FloatVector.broadcast(S, v[v1 + c]);
                b0 = xc.fma(w0, b0);
                xc = FloatVector.broadcast(S, v[v2 + c]);
                c0 = xc.fma(w0, c0);
                xc = FloatVector.broadcast(S, v[v3 + c]);
                d0 = xc.fma(w0, d0);
                at += WIDTH;
            }
            at = uOffset;
            n = uCols;
            v = h;
            v0 = hOffset;
            step = hStep;
        }
        a0.intoArray(z, zOffset);
        b0.intoArray(z, zOffset + WIDTH);
        c0.intoArray(z, zOffset + 2 * WIDTH);
        d0.intoArray(z, zOffset + 3 * WIDTH);
    }

    @Override
    public void outerProductFourColumns(
            float[] dW, int dWOffset, float[] x, int xOffset, int xStep, float[] dZ, int dZOffset, int rows) {
        FloatVector a0 = FloatVector.fromArray(S, dW, dWOffset);
        FloatVector b0 = FloatVector.fromArray(S, dW, dWOffset + WIDTH);
        FloatVector c0 = FloatVector.fromArray(S, dW, dWOffset + 2 * WIDTH);
        FloatVector d0 = FloatVector.fromArray(S, dW, dWOffset + 3 * WIDTH);
        int xAt = xOffset;
        int zAt = dZOffset;
        for (int row = 0; row < rows; row++) {
            FloatVector z0 = FloatVector.fromArray(S, dZ, zAt);
            FloatVector xc = FloatVector.broadcast(S, x[xAt]);
            a0 = xc.fma(z0, a0);
            xc = FloatVector.broadcast(S, x[xAt + 1]);
            b0 = xc.fma(z0, b0);
            xc = FloatVector.broadcast(S, x[xAt + 2]);
            c0 = xc.fma(z0, c0);
            xc = FloatVector.broadcast(S, x[xAt + 3]);
            d0 = xc.fma(z0, d0);
            xAt += xStep;
            zAt += WIDTH;
        }
        a0.intoArray(dW, dWOffset);
        b0.intoArray(dW, dWOffset + WIDTH);
        c0.intoArray(dW, dWOffset + 2 * WIDTH);
        d0.intoArray(dW, dWOffset + 3 * WIDTH);
    }

    @Override
    public void outerProductTwoColumns(
            float[] dW, int dWOffset, float[] x, int xOffset, int xStep, float[] dZ, int dZOffset, int rows) {
        FloatVector a0 = FloatVector.fromArray(S, dW, dWOffset);
        FloatVector b0 = FloatVector.fromArray(S, dW, dWOffset + WIDTH);
        int xAt = xOffset;
        int zAt = dZOffset;
        for (int row = 0; row < rows; row++) {
            FloatVector x0 = FloatVector.broadcast(S, x[xAt]);
            FloatVector x1 = FloatVector.broadcast(S, x[xAt + 1]);
            FloatVector z0 = FloatVector.fromArray(S, dZ, zAt);
            a0 = x0.fma(z0, a0);
            b0 = x1.fma(z0, b0);
            xAt += xStep;
            zAt += WIDTH;
        }
        a0.intoArray(dW, dWOffset);
        b0.intoArray(dW, dWOffset + WIDTH);
    }

    @Override
    public void outerProductColumn(
            float[] dW, int dWOffset, float[] x, int xOffset, int xStep, float[] dZ, int dZOffset, int rows) {
        FloatVector a0 = FloatVector.fromArray(S, dW, dWOffset);
        int xAt = xOffset;
        int zAt = dZOffset;
        for (int row = 0; row < rows; row++) {
            FloatVector x0 = FloatVector.broadcast(S, x[xAt]);
            a0 = x0.fma(FloatVector.fromArray(S, dZ, zAt), a0);
            xAt += xStep;
            zAt += WIDTH;
        }
        a0.intoArray(dW, dWOffset);
    }

    @Override
    public void partialSumsOfEightColumns(
            float[] w, int wOffset, int wStride, int panels, float[] dZ, int dZOffset, int zStride,
            float[] sums, int sumsOffset) {
        FloatVector a0 = FloatVector.zero(S);
        FloatVector a1 = a0;
        FloatVector a2 = a0;
        FloatVector a3 = a0;
        FloatVector a4 = a0;
        FloatVector a5 = a0;
        FloatVector a6 = a0;
        FloatVector a7 = a0;
        int wAt = wOffset;
        int zAt = dZOffset;
        for (int p = 0; p < panels; p++) {
            FloatVector z0 = FloatVector.fromArray(S, dZ, zAt);
            a0 = z0.fma(FloatVector.fromArray(S, w, wAt), a0);
            a1 = z0.fma(FloatVector.fromArray(S, w, wAt + L), a1);
            a2 = z0.fma(FloatVector.fromArray(S, w, wAt + 2 * L), a2);
            a3 = z0.fma(FloatVector.fromArray(S, w, wAt + 3 * L), a3);
            a4 = z0.fma(FloatVector.fromArray(S, w, wAt + 4 * L), a4);
            a5 = z0.fma(FloatVector.fromArray(S, w, wAt + 5 * L), a5);
            a6 = z0.fma(FloatVector.fromArray(S, w, wAt + 6 * L), a6);
            a7 = z0.fma(FloatVector.fromArray(S, w, wAt + 7 * L), a7);
            wAt += wStride;
            zAt += zStride;
        }
        a0.intoArray(sums, sumsOffset);
        a1.intoArray(sums, sumsOffset + L);
        a2.intoArray(sums, sumsOffset + 2 * L);
        a3.intoArray(sums, sumsOffset + 3 * L);
        a4.intoArray(sums, sumsOffset + 4 * L);
        a5.intoArray(sums, sumsOffset + 5 * L);
        a6.intoArray(sums, sumsOffset + 6 * L);
        a7.intoArray(sums, sumsOffset + 7 * L);
    }

    @Override
    public void partialSumsOfColumn(
            float[] w, int wOffset, int wStride, int panels, float[] dZ, int dZOffset, int zStride,
            float[] sums, int sumsOffset) {
        FloatVector a = FloatVector.zero(S);
        for (int p = 0; p < panels; p++) {
            int wAt = wOffset + p * wStride;
            int zAt = dZOffset + p * zStride;
            a = FloatVector.fromArray(S, dZ, zAt).fma(FloatVector.fromArray(S, w, wAt), a);
        }
        a.intoArray(sums, sumsOffset);
    }
}
