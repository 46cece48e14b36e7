package io.tidecast.model.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Register tiles for panels of 3 vectors: the products of a GRU.
final class Tiles3 implements Tiles {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_256;
    private static final int WIDTH = 24;

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public void multiplyTwoPanels(
            float[] w, int wOffset0, int wOffset1, int cols, float[] x, int xOffset, float[] z, int zOffset0,
            int zOffset1) {
        FloatVector a0 = FloatVector.fromArray(S, z, zOffset0);
        FloatVector a1 = FloatVector.fromArray(S, z, zOffset0 + 8);
        FloatVector a2 = FloatVector.fromArray(S, z, zOffset0 + 16);
        FloatVector b0 = FloatVector.fromArray(S, z, zOffset1);
        FloatVector b1 = FloatVector.fromArray(S, z, zOffset1 + 8);
        FloatVector b2 = FloatVector.fromArray(S, z, zOffset1 + 16);
        int w0 = wOffset0;
        int w1 = wOffset1;
        for (int c = 0; c < cols; c++) {
            FloatVector xc = FloatVector.broadcast(S, x[xOffset + c]);
            a0 = xc.fma(FloatVector.fromArray(S, w, w0), a0);
            a1 = xc.fma(FloatVector.fromArray(S, w, w0 + 8), a1);
            a2 = xc.fma(FloatVector.fromArray(S, w, w0 + 16), a2);
            b0 = xc.fma(FloatVector.fromArray(S, w, w1), b0);
            b1 = xc.fma(FloatVector.fromArray(S, w, w1 + 8), b1);
            b2 = xc.fma(FloatVector.fromArray(S, w, w1 + 16), b2);
            w0 += WIDTH;
            w1 += WIDTH;
        }
        a0.intoArray(z, zOffset0);
        a1.intoArray(z, zOffset0 + 8);
        a2.intoArray(z, zOffset0 + 16);
        b0.intoArray(z, zOffset1);
        b1.intoArray(z, zOffset1 + 8);
        b2.intoArray(z, zOffset1 + 16);
    }

    @Override
    public void multiplyRow(
            float[] w, int wOffset, int cols, float[] x, int xOffset, float[] z, int zOffset) {
        FloatVector a0 = FloatVector.fromArray(S, z, zOffset);
        FloatVector a1 = FloatVector.fromArray(S, z, zOffset + 8);
        FloatVector a2 = FloatVector.fromArray(S, z, zOffset + 16);
        int at = wOffset;
        for (int c = 0; c < cols; c++) {
            FloatVector xc = FloatVector.broadcast(S, x[xOffset + c]);
            a0 = xc.fma(FloatVector.fromArray(S, w, at), a0);
            a1 = xc.fma(FloatVector.fromArray(S, w, at + 8), a1);
            a2 = xc.fma(FloatVector.fromArray(S, w, at + 16), a2);
            at += WIDTH;
        }
        a0.intoArray(z, zOffset);
        a1.intoArray(z, zOffset + 8);
        a2.intoArray(z, zOffset + 16);
    }

    @Override
    public void multiplyTwoRows(
            float[] w, int wOffset, int cols, float[] x, int xOffset0, int xOffset1, float[] z, int zOffset) {
        FloatVector a0 = FloatVector.fromArray(S, z, zOffset);
        FloatVector a1 = FloatVector.fromArray(S, z, zOffset + 8);
        FloatVector a2 = FloatVector.fromArray(S, z, zOffset + 16);
        FloatVector b0 = FloatVector.fromArray(S, z, zOffset + WIDTH);
        FloatVector b1 = FloatVector.fromArray(S, z, zOffset + WIDTH + 8);
        FloatVector b2 = FloatVector.fromArray(S, z, zOffset + WIDTH + 16);
        int at = wOffset;
        for (int c = 0; c < cols; c++) {
            FloatVector x0 = FloatVector.broadcast(S, x[xOffset0 + c]);
            FloatVector x1 = FloatVector.broadcast(S, x[xOffset1 + c]);
            FloatVector w0 = FloatVector.fromArray(S, w, at);
            a0 = x0.fma(w0, a0);
            b0 = x1.fma(w0, b0);
            FloatVector w1 = FloatVector.fromArray(S, w, at + 8);
            a1 = x0.fma(w1, a1);
            b1 = x1.fma(w1, b1);
            FloatVector w2 = FloatVector.fromArray(S, w, at + 16);
            a2 = x0.fma(w2, a2);
            b2 = x1.fma(w2, b2);
            at += WIDTH;
        }
        a0.intoArray(z, zOffset);
        a1.intoArray(z, zOffset + 8);
        a2.intoArray(z, zOffset + 16);
        b0.intoArray(z, zOffset + WIDTH);
        b1.intoArray(z, zOffset + WIDTH + 8);
        b2.intoArray(z, zOffset + WIDTH + 16);
    }

    @Override
    public void outerProductTwoColumns(
            float[] dW, int dWOffset, float[] x, int xOffset, int xStep, float[] dZ, int dZOffset, int rows) {
        FloatVector a0 = FloatVector.fromArray(S, dW, dWOffset);
        FloatVector a1 = FloatVector.fromArray(S, dW, dWOffset + 8);
        FloatVector a2 = FloatVector.fromArray(S, dW, dWOffset + 16);
        FloatVector b0 = FloatVector.fromArray(S, dW, dWOffset + WIDTH);
        FloatVector b1 = FloatVector.fromArray(S, dW, dWOffset + WIDTH + 8);
        FloatVector b2 = FloatVector.fromArray(S, dW, dWOffset + WIDTH + 16);
        int xAt = xOffset;
        int zAt = dZOffset;
        for (int row = 0; row < rows; row++) {
            FloatVector x0 = FloatVector.broadcast(S, x[xAt]);
            FloatVector x1 = FloatVector.broadcast(S, x[xAt + 1]);
            FloatVector d0 = FloatVector.fromArray(S, dZ, zAt);
            a0 = x0.fma(d0, a0);
            b0 = x1.fma(d0, b0);
            FloatVector d1 = FloatVector.fromArray(S, dZ, zAt + 8);
            a1 = x0.fma(d1, a1);
            b1 = x1.fma(d1, b1);
            FloatVector d2 = FloatVector.fromArray(S, dZ, zAt + 16);
            a2 = x0.fma(d2, a2);
            b2 = x1.fma(d2, b2);
            xAt += xStep;
            zAt += WIDTH;
        }
        a0.intoArray(dW, dWOffset);
        a1.intoArray(dW, dWOffset + 8);
        a2.intoArray(dW, dWOffset + 16);
        b0.intoArray(dW, dWOffset + WIDTH);
        b1.intoArray(dW, dWOffset + WIDTH + 8);
        b2.intoArray(dW, dWOffset + WIDTH + 16);
    }

    @Override
    public void outerProductColumn(
            float[] dW, int dWOffset, float[] x, int xOffset, int xStep, float[] dZ, int dZOffset, int rows) {
        FloatVector a0 = FloatVector.fromArray(S, dW, dWOffset);
        FloatVector a1 = FloatVector.fromArray(S, dW, dWOffset + 8);
        FloatVector a2 = FloatVector.fromArray(S, dW, dWOffset + 16);
        int xAt = xOffset;
        int zAt = dZOffset;
        for (int row = 0; row < rows; row++) {
            FloatVector x0 = FloatVector.broadcast(S, x[xAt]);
            a0 = x0.fma(FloatVector.fromArray(S, dZ, zAt), a0);
            a1 = x0.fma(FloatVector.fromArray(S, dZ, zAt + 8), a1);
            a2 = x0.fma(FloatVector.fromArray(S, dZ, zAt + 16), a2);
            xAt += xStep;
            zAt += WIDTH;
        }
        a0.intoArray(dW, dWOffset);
        a1.intoArray(dW, dWOffset + 8);
        a2.intoArray(dW, dWOffset + 16);
    }

    @Override
    public void partialSumsOfEightColumns(
            float[] w, int wOffset, int wStride, int panels, float[] dZ, int dZOffset, int zStride,
            float[] sums,
            int sumsOffset) {
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
            FloatVector d0 = FloatVector.fromArray(S, dZ, zAt);
            a0 = d0.fma(FloatVector.fromArray(S, w, wAt), a0);
            a1 = d0.fma(FloatVector.fromArray(S, w, wAt + 24), a1);
            a2 = d0.fma(FloatVector.fromArray(S, w, wAt + 48), a2);
            a3 = d0.fma(FloatVector.fromArray(S, w, wAt + 72), a3);
            a4 = d0.fma(FloatVector.fromArray(S, w, wAt + 96), a4);
            a5 = d0.fma(FloatVector.fromArray(S, w, wAt + 120), a5);
            a6 = d0.fma(FloatVector.fromArray(S, w, wAt + 144), a6);
            a7 = d0.fma(FloatVector.fromArray(S, w, wAt + 168), a7);
            FloatVector d1 = FloatVector.fromArray(S, dZ, zAt + 8);
            a0 = d1.fma(FloatVector.fromArray(S, w, wAt + 8), a0);
            a1 = d1.fma(FloatVector.fromArray(S, w, wAt + 32), a1);
            a2 = d1.fma(FloatVector.fromArray(S, w, wAt + 56), a2);
            a3 = d1.fma(FloatVector.fromArray(S, w, wAt + 80), a3);
            a4 = d1.fma(FloatVector.fromArray(S, w, wAt + 104), a4);
            a5 = d1.fma(FloatVector.fromArray(S, w, wAt + 128), a5);
            a6 = d1.fma(FloatVector.fromArray(S, w, wAt + 152), a6);
            a7 = d1.fma(FloatVector.fromArray(S, w, wAt + 176), a7);
            FloatVector d2 = FloatVector.fromArray(S, dZ, zAt + 16);
            a0 = d2.fma(FloatVector.fromArray(S, w, wAt + 16), a0);
            a1 = d2.fma(FloatVector.fromArray(S, w, wAt + 40), a1);
            a2 = d2.fma(FloatVector.fromArray(S, w, wAt + 64), a2);
            a3 = d2.fma(FloatVector.fromArray(S, w, wAt + 88), a3);
            a4 = d2.fma(FloatVector.fromArray(S, w, wAt + 112), a4);
            a5 = d2.fma(FloatVector.fromArray(S, w, wAt + 136), a5);
            a6 = d2.fma(FloatVector.fromArray(S, w, wAt + 160), a6);
            a7 = d2.fma(FloatVector.fromArray(S, w, wAt + 184), a7);
            wAt += wStride;
            zAt += zStride;
        }
        a0.intoArray(sums, sumsOffset);
        a1.intoArray(sums, sumsOffset + 8);
        a2.intoArray(sums, sumsOffset + 16);
        a3.intoArray(sums, sumsOffset + 24);
        a4.intoArray(sums, sumsOffset + 32);
        a5.intoArray(sums, sumsOffset + 40);
        a6.intoArray(sums, sumsOffset + 48);
        a7.intoArray(sums, sumsOffset + 56);
    }

    @Override
    public void partialSumsOfColumn(
            float[] w, int wOffset, int wStride, int panels, float[] dZ, int dZOffset, int zStride,
            float[] sums,
            int sumsOffset) {
        FloatVector a = FloatVector.zero(S);
        for (int p = 0; p < panels; p++) {
            int wAt = wOffset + p * wStride;
            int zAt = dZOffset + p * zStride;
            a = FloatVector.fromArray(S, dZ, zAt).fma(FloatVector.fromArray(S, w, wAt), a);
            a = FloatVector.fromArray(S, dZ, zAt + 8).fma(FloatVector.fromArray(S, w, wAt + 8), a);
            a = FloatVector.fromArray(S, dZ, zAt + 16).fma(FloatVector.fromArray(S, w, wAt + 16), a);
        }
        a.intoArray(sums, sumsOffset);
    }
}
