package io.tidecast.model.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Register tiles for panels of 3 vectors: the products of a GRU.
final class Tiles3 implements Tiles {
    private static final VectorSpecies<Float> S = VectorKernels.SPECIES;
    private static final int L = VectorKernels.LANES;
    private static final int WIDTH = 3 * L;

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public void multiplyTwoPanels(
            float[] w, int wOffset0, int wOffset1, int cols, float[] x, int xOffset, float[] z, int zOffset0,
            int zOffset1) {
        FloatVector a0 = FloatVector.fromArray(S, z, zOffset0);
        FloatVector a1 = FloatVector.fromArray(S, z, zOffset0 + L);
        FloatVector a2 = FloatVector.fromArray(S, z, zOffset0 + 2 * L);
        FloatVector b0 = FloatVector.fromArray(S, z, zOffset1);
        FloatVector b1 = FloatVector.fromArray(S, z, zOffset1 + L);
        FloatVector b2 = FloatVector.fromArray(S, z, zOffset1 + 2 * L);
        int w0 = wOffset0;
        int w1 = wOffset1;
        for (int c = 0; c < cols; c++) {
            FloatVector xc = FloatVector.broadcast(S, x[xOffset + c]);
            a0 = xc.fma(FloatVector.fromArray(S, w, w0), a0);
            a1 = xc.fma(FloatVector.fromArray(S, w, w0 + L), a1);
            a2 = xc.fma(FloatVector.fromArray(S, w, w0 + 2 * L), a2);
            b0 = xc.fma(FloatVector.fromArray(S, w, w1), b0);
            b1 = xc.fma(FloatVector.fromArray(S, w, w1 + L), b1);
            b2 = xc.fma(FloatVector.fromArray(S, w, w1 + 2 * L), b2);
            w0 += WIDTH;
            w1 += WIDTH;
        }
        a0.intoArray(z, zOffset0);
        a1.intoArray(z, zOffset0 + L);
        a2.intoArray(z, zOffset0 + 2 * L);
        b0.intoArray(z, zOffset1);
        b1.intoArray(z, zOffset1 + L);
        b2.intoArray(z, zOffset1 + 2 * L);
    }

    @Override
    public void multiplyRow(
            float[] w, int wOffset, int cols, float[] x, int xOffset, float[] z, int zOffset) {
        FloatVector a0 = FloatVector.fromArray(S, z, zOffset);
        FloatVector a1 = FloatVector.fromArray(S, z, zOffset + L);
        FloatVector a2 = FloatVector.fromArray(S, z, zOffset + 2 * L);
        int at = wOffset;
        for (int c = 0; c < cols; c++) {
            FloatVector xc = FloatVector.broadcast(S, x[xOffset + c]);
            a0 = xc.fma(FloatVector.fromArray(S, w, at), a0);
            a1 = xc.fma(FloatVector.fromArray(S, w, at + L), a1);
            a2 = xc.fma(FloatVector.fromArray(S, w, at + 2 * L), a2);
            at += WIDTH;
        }
        a0.intoArray(z, zOffset);
        a1.intoArray(z, zOffset + L);
        a2.intoArray(z, zOffset + 2 * L);
    }

    @Override
    public void multiplyTwoRows(
            float[] w, int wOffset, int cols, float[] x, int xOffset0, int xOffset1, float[] z, int zOffset) {
        FloatVector a0 = FloatVector.fromArray(S, z, zOffset);
        FloatVector a1 = FloatVector.fromArray(S, z, zOffset + L);
        FloatVector a2 = FloatVector.fromArray(S, z, zOffset + 2 * L);
        FloatVector b0 = FloatVector.fromArray(S, z, zOffset + WIDTH);
        FloatVector b1 = FloatVector.fromArray(S, z, zOffset + WIDTH + L);
        FloatVector b2 = FloatVector.fromArray(S, z, zOffset + WIDTH + 2 * L);
        int at = wOffset;
        for (int c = 0; c < cols; c++) {
            FloatVector x0 = FloatVector.broadcast(S, x[xOffset0 + c]);
            FloatVector x1 = FloatVector.broadcast(S, x[xOffset1 + c]);
            FloatVector w0 = FloatVector.fromArray(S, w, at);
            a0 = x0.fma(w0, a0);
            b0 = x1.fma(w0, b0);
            FloatVector w1 = FloatVector.fromArray(S, w, at + L);
            a1 = x0.fma(w1, a1);
            b1 = x1.fma(w1, b1);
            FloatVector w2 = FloatVector.fromArray(S, w, at + 2 * L);
            a2 = x0.fma(w2, a2);
            b2 = x1.fma(w2, b2);
            at += WIDTH;
        }
        a0.intoArray(z, zOffset);
        a1.intoArray(z, zOffset + L);
        a2.intoArray(z, zOffset + 2 * L);
        b0.intoArray(z, zOffset + WIDTH);
        b1.intoArray(z, zOffset + WIDTH + L);
        b2.intoArray(z, zOffset + WIDTH + 2 * L);
    }

    @Override
    public void startFourRows(
            float[] w, int wOffset, int cols, float[] x, int xOffset, int xStep, int uOffset, int uCols,
            float[] h, int hOffset, int hStep, float[] z, int bias, int zOffset) {
        FloatVector a0 = FloatVector.fromArray(S, z, bias);
        FloatVector a1 = FloatVector.fromArray(S, z, bias + L);
        FloatVector a2 = FloatVector.fromArray(S, z, bias + 2 * L);
        FloatVector b0 = a0;
        FloatVector b1 = a1;
        FloatVector b2 = a2;
        FloatVector c0 = a0;
        FloatVector c1 = a1;
        FloatVector c2 = a2;
        FloatVector d0 = a0;
        FloatVector d1 = a1;
        FloatVector d2 = a2;
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
                FloatVector w1 = FloatVector.fromArray(S, w, at + L);
                FloatVector w2 = FloatVector.fromArray(S, w, at + 2 * L);
                FloatVector xc = FloatVector.broadcast(S, v[v0 + c]);
                a0 = xc.fma(w0, a0);
                a1 = xc.fma(w1, a1);
                a2 = xc.fma(w2, a2);
                xc = FloatVector.broadcast(S, v[v1 + c]);
                b0 = xc.fma(w0, b0);
                b1 = xc.fma(w1, b1);
                b2 = xc.fma(w2, b2);
                xc = FloatVector.broadcast(S, v[v2 + c]);
                c0 = xc.fma(w0, c0);
                c1 = xc.fma(w1, c1);
                c2 = xc.fma(w2, c2);
                xc = FloatVector.broadcast(S, v[v3 + c]);
                d0 = xc.fma(w0, d0);
                d1 = xc.fma(w1, d1);
                d2 = xc.fma(w2, d2);
                at += WIDTH;
            }
            at = uOffset;
            n = uCols;
            v = h;
            v0 = hOffset;
            step = hStep;
        }
        a0.intoArray(z, zOffset);
        a1.intoArray(z, zOffset + L);
        a2.intoArray(z, zOffset + 2 * L);
        b0.intoArray(z, zOffset + WIDTH);
        b1.intoArray(z, zOffset + WIDTH + L);
        b2.intoArray(z, zOffset + WIDTH + 2 * L);
        c0.intoArray(z, zOffset + 2 * WIDTH);
        c1.intoArray(z, zOffset + 2 * WIDTH + L);
        c2.intoArray(z, zOffset + 2 * WIDTH + 2 * L);
        d0.intoArray(z, zOffset + 3 * WIDTH);
        d1.intoArray(z, zOffset + 3 * WIDTH + L);
        d2.intoArray(z, zOffset + 3 * WIDTH + 2 * L);
    }

    @Override
    public void outerProductFourColumns(
            float[] dW, int dWOffset, float[] x, int xOffset, int xStep, float[] dZ, int dZOffset, int rows) {
        FloatVector a0 = FloatVector.fromArray(S, dW, dWOffset);
        FloatVector a1 = FloatVector.fromArray(S, dW, dWOffset + L);
        FloatVector a2 = FloatVector.fromArray(S, dW, dWOffset + 2 * L);
        FloatVector b0 = FloatVector.fromArray(S, dW, dWOffset + WIDTH);
        FloatVector b1 = FloatVector.fromArray(S, dW, dWOffset + WIDTH + L);
        FloatVector b2 = FloatVector.fromArray(S, dW, dWOffset + WIDTH + 2 * L);
        FloatVector c0 = FloatVector.fromArray(S, dW, dWOffset + 2 * WIDTH);
        FloatVector c1 = FloatVector.fromArray(S, dW, dWOffset + 2 * WIDTH + L);
        FloatVector c2 = FloatVector.fromArray(S, dW, dWOffset + 2 * WIDTH + 2 * L);
        FloatVector d0 = FloatVector.fromArray(S, dW, dWOffset + 3 * WIDTH);
        FloatVector d1 = FloatVector.fromArray(S, dW, dWOffset + 3 * WIDTH + L);
        FloatVector d2 = FloatVector.fromArray(S, dW, dWOffset + 3 * WIDTH + 2 * L);
        int xAt = xOffset;
        int zAt = dZOffset;
        for (int row = 0; row < rows; row++) {
            FloatVector z0 = FloatVector.fromArray(S, dZ, zAt);
            FloatVector z1 = FloatVector.fromArray(S, dZ, zAt + L);
            FloatVector z2 = FloatVector.fromArray(S, dZ, zAt + 2 * L);
            FloatVector xc = FloatVector.broadcast(S, x[xAt]);
            a0 = xc.fma(z0, a0);
            a1 = xc.fma(z1, a1);
            a2 = xc.fma(z2, a2);
            xc = FloatVector.broadcast(S, x[xAt + 1]);
            b0 = xc.fma(z0, b0);
            b1 = xc.fma(z1, b1);
            b2 = xc.fma(z2, b2);
            xc = FloatVector.broadcast(S, x[xAt + 2]);
            c0 = xc.fma(z0, c0);
            c1 = xc.fma(z1, c1);
            c2 = xc.fma(z2, c2);
            xc = FloatVector.broadcast(S, x[xAt + 3]);
            d0 = xc.fma(z0, d0);
            d1 = xc.fma(z1, d1);
            d2 = xc.fma(z2, d2);
            xAt += xStep;
            zAt += WIDTH;
        }
        a0.intoArray(dW, dWOffset);
        a1.intoArray(dW, dWOffset + L);
        a2.intoArray(dW, dWOffset + 2 * L);
        b0.intoArray(dW, dWOffset + WIDTH);
        b1.intoArray(dW, dWOffset + WIDTH + L);
        b2.intoArray(dW, dWOffset + WIDTH + 2 * L);
        c0.intoArray(dW, dWOffset + 2 * WIDTH);
        c1.intoArray(dW, dWOffset + 2 * WIDTH + L);
        c2.intoArray(dW, dWOffset + 2 * WIDTH + 2 * L);
        d0.intoArray(dW, dWOffset + 3 * WIDTH);
        d1.intoArray(dW, dWOffset + 3 * WIDTH + L);
        d2.intoArray(dW, dWOffset + 3 * WIDTH + 2 * L);
    }

    @Override
    public void outerProductTwoColumns(
            float[] dW, int dWOffset, float[] x, int xOffset, int xStep, float[] dZ, int dZOffset, int rows) {
        FloatVector a0 = FloatVector.fromArray(S, dW, dWOffset);
        FloatVector a1 = FloatVector.fromArray(S, dW, dWOffset + L);
        FloatVector a2 = FloatVector.fromArray(S, dW, dWOffset + 2 * L);
        FloatVector b0 = FloatVector.fromArray(S, dW, dWOffset + WIDTH);
        FloatVector b1 = FloatVector.fromArray(S, dW, dWOffset + WIDTH + L);
        FloatVector b2 = FloatVector.fromArray(S, dW, dWOffset + WIDTH + 2 * L);
        int xAt = xOffset;
        int zAt = dZOffset;
        for (int row = 0; row < rows; row++) {
            FloatVector x0 = FloatVector.broadcast(S, x[xAt]);
            FloatVector x1 = FloatVector.broadcast(S, x[xAt + 1]);
            FloatVector z0 = FloatVector.fromArray(S, dZ, zAt);
            a0 = x0.fma(z0, a0);
            b0 = x1.fma(z0, b0);
            FloatVector z1 = FloatVector.fromArray(S, dZ, zAt + L);
            a1 = x0.fma(z1, a1);
            b1 = x1.fma(z1, b1);
            FloatVector z2 = FloatVector.fromArray(S, dZ, zAt + 2 * L);
            a2 = x0.fma(z2, a2);
            b2 = x1.fma(z2, b2);
            xAt += xStep;
            zAt += WIDTH;
        }
        a0.intoArray(dW, dWOffset);
        a1.intoArray(dW, dWOffset + L);
        a2.intoArray(dW, dWOffset + 2 * L);
        b0.intoArray(dW, dWOffset + WIDTH);
        b1.intoArray(dW, dWOffset + WIDTH + L);
        b2.intoArray(dW, dWOffset + WIDTH + 2 * L);
    }

    @Override
    public void outerProductColumn(
            float[] dW, int dWOffset, float[] x, int xOffset, int xStep, float[] dZ, int dZOffset, int rows) {
        FloatVector a0 = FloatVector.fromArray(S, dW, dWOffset);
        FloatVector a1 = FloatVector.fromArray(S, dW, dWOffset + L);
        FloatVector a2 = FloatVector.fromArray(S, dW, dWOffset + 2 * L);
        int xAt = xOffset;
        int zAt = dZOffset;
        for (int row = 0; row < rows; row++) {
            FloatVector x0 = FloatVector.broadcast(S, x[xAt]);
            a0 = x0.fma(FloatVector.fromArray(S, dZ, zAt), a0);
            a1 = x0.fma(FloatVector.fromArray(S, dZ, zAt + L), a1);
            a2 = x0.fma(FloatVector.fromArray(S, dZ, zAt + 2 * L), a2);
            xAt += xStep;
            zAt += WIDTH;
        }
        a0.intoArray(dW, dWOffset);
        a1.intoArray(dW, dWOffset + L);
        a2.intoArray(dW, dWOffset + 2 * L);
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
            a1 = z0.fma(FloatVector.fromArray(S, w, wAt + 3 * L), a1);
            a2 = z0.fma(FloatVector.fromArray(S, w, wAt + 6 * L), a2);
            a3 = z0.fma(FloatVector.fromArray(S, w, wAt + 9 * L), a3);
            a4 = z0.fma(FloatVector.fromArray(S, w, wAt + 12 * L), a4);
            a5 = z0.fma(FloatVector.fromArray(S, w, wAt + 15 * L), a5);
            a6 = z0.fma(FloatVector.fromArray(S, w, wAt + 18 * L), a6);
            a7 = z0.fma(FloatVector.fromArray(S, w, wAt + 21 * L), a7);
            FloatVector z1 = FloatVector.fromArray(S, dZ, zAt + L);
            a0 = z1.fma(FloatVector.fromArray(S, w, wAt + L), a0);
            a1 = z1.fma(FloatVector.fromArray(S, w, wAt + 4 * L), a1);
            a2 = z1.fma(FloatVector.fromArray(S, w, wAt + 7 * L), a2);
            a3 = z1.fma(FloatVector.fromArray(S, w, wAt + 10 * L), a3);
            a4 = z1.fma(FloatVector.fromArray(S, w, wAt + 13 * L), a4);
            a5 = z1.fma(FloatVector.fromArray(S, w, wAt + 16 * L), a5);
            a6 = z1.fma(FloatVector.fromArray(S, w, wAt + 19 * L), a6);
            a7 = z1.fma(FloatVector.fromArray(S, w, wAt + 22 * L), a7);
            FloatVector z2 = FloatVector.fromArray(S, dZ, zAt + 2 * L);
            a0 = z2.fma(FloatVector.fromArray(S, w, wAt + 2 * L), a0);
            a1 = z2.fma(FloatVector.fromArray(S, w, wAt + 5 * L), a1);
            a2 = z2.fma(FloatVector.fromArray(S, w, wAt + 8 * L), a2);
            a3 = z2.fma(FloatVector.fromArray(S, w, wAt + 11 * L), a3);
            a4 = z2.fma(FloatVector.fromArray(S, w, wAt + 14 * L), a4);
            a5 = z2.fma(FloatVector.fromArray(S, w, wAt + 17 * L), a5);
            a6 = z2.fma(FloatVector.fromArray(S, w, wAt + 20 * L), a6);
            a7 = z2.fma(FloatVector.fromArray(S, w, wAt + 23 * L), a7);
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
            a = FloatVector.fromArray(S, dZ, zAt + L).fma(FloatVector.fromArray(S, w, wAt + L), a);
            a = FloatVector.fromArray(S, dZ, zAt + 2 * L).fma(FloatVector.fromArray(S, w, wAt + 2 * L), a);
        }
        a.intoArray(sums, sumsOffset);
    }
}
