package io.tidecast.model.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Products of many rows with a transposed matrix, which lies in blocks of two vectors of columns: `[cols / 2L][rows of W][2L]`, a last
/// single vector as `[rows of W][L]`.
///
/// Each sum runs over the rows of `W` one by one, so that a row has the same bits in every tile.
final class TransposedTiles {
    private static final VectorSpecies<Float> S = VectorKernels.SPECIES;
    private static final int L = VectorKernels.LANES;

    private TransposedTiles() {}

    /// `y += z W` for eight rows and two vectors of columns, whose sums only fit into 32 registers.
    ///
    /// @param w     `[count][2L]` from `wOffset`
    /// @param z     `[8][count]`, rows `zStep` apart
    /// @param y     accumulated into, rows `yStep` apart
    static void eightRowsTwoVectors(
            float[] w, int wOffset, int count, float[] z, int zOffset, int zStep, float[] y, int yOffset,
            int yStep) {
        int z1 = zOffset + zStep;
        int z2 = z1 + zStep;
        int z3 = z2 + zStep;
        int z4 = z3 + zStep;
        int z5 = z4 + zStep;
        int z6 = z5 + zStep;
        int z7 = z6 + zStep;
        int y1 = yOffset + yStep;
        int y2 = y1 + yStep;
        int y3 = y2 + yStep;
        int y4 = y3 + yStep;
        int y5 = y4 + yStep;
        int y6 = y5 + yStep;
        int y7 = y6 + yStep;
        FloatVector a0 = FloatVector.fromArray(S, y, yOffset);
        FloatVector a1 = FloatVector.fromArray(S, y, yOffset + L);
        FloatVector b0 = FloatVector.fromArray(S, y, y1);
        FloatVector b1 = FloatVector.fromArray(S, y, y1 + L);
        FloatVector c0 = FloatVector.fromArray(S, y, y2);
        FloatVector c1 = FloatVector.fromArray(S, y, y2 + L);
        FloatVector d0 = FloatVector.fromArray(S, y, y3);
        FloatVector d1 = FloatVector.fromArray(S, y, y3 + L);
        FloatVector e0 = FloatVector.fromArray(S, y, y4);
        FloatVector e1 = FloatVector.fromArray(S, y, y4 + L);
        FloatVector f0 = FloatVector.fromArray(S, y, y5);
        FloatVector f1 = FloatVector.fromArray(S, y, y5 + L);
        FloatVector g0 = FloatVector.fromArray(S, y, y6);
        FloatVector g1 = FloatVector.fromArray(S, y, y6 + L);
        FloatVector h0 = FloatVector.fromArray(S, y, y7);
        FloatVector h1 = FloatVector.fromArray(S, y, y7 + L);
        int at = wOffset;
        for (int i = 0; i < count; i++) {
            FloatVector w0 = FloatVector.fromArray(S, w, at);
            FloatVector w1 = FloatVector.fromArray(S, w, at + L);
            FloatVector zi = FloatVector.broadcast(S, z[zOffset + i]);
            a0 = zi.fma(w0, a0);
            a1 = zi.fma(w1, a1);
            zi = FloatVector.broadcast(S, z[z1 + i]);
            b0 = zi.fma(w0, b0);
            b1 = zi.fma(w1, b1);
            zi = FloatVector.broadcast(S, z[z2 + i]);
            c0 = zi.fma(w0, c0);
            c1 = zi.fma(w1, c1);
            zi = FloatVector.broadcast(S, z[z3 + i]);
            d0 = zi.fma(w0, d0);
            d1 = zi.fma(w1, d1);
            zi = FloatVector.broadcast(S, z[z4 + i]);
            e0 = zi.fma(w0, e0);
            e1 = zi.fma(w1, e1);
            zi = FloatVector.broadcast(S, z[z5 + i]);
            f0 = zi.fma(w0, f0);
            f1 = zi.fma(w1, f1);
            zi = FloatVector.broadcast(S, z[z6 + i]);
            g0 = zi.fma(w0, g0);
            g1 = zi.fma(w1, g1);
            zi = FloatVector.broadcast(S, z[z7 + i]);
            h0 = zi.fma(w0, h0);
            h1 = zi.fma(w1, h1);
            at += 2 * L;
        }
        a0.intoArray(y, yOffset);
        a1.intoArray(y, yOffset + L);
        b0.intoArray(y, y1);
        b1.intoArray(y, y1 + L);
        c0.intoArray(y, y2);
        c1.intoArray(y, y2 + L);
        d0.intoArray(y, y3);
        d1.intoArray(y, y3 + L);
        e0.intoArray(y, y4);
        e1.intoArray(y, y4 + L);
        f0.intoArray(y, y5);
        f1.intoArray(y, y5 + L);
        g0.intoArray(y, y6);
        g1.intoArray(y, y6 + L);
        h0.intoArray(y, y7);
        h1.intoArray(y, y7 + L);
    }

    /// The same for four rows.
    ///
    /// @param w     `[count][2L]` from `wOffset`
    /// @param z     `[4][count]`, rows `zStep` apart
    /// @param y     accumulated into, rows `yStep` apart
    static void fourRowsTwoVectors(
            float[] w, int wOffset, int count, float[] z, int zOffset, int zStep, float[] y, int yOffset,
            int yStep) {
        int z1 = zOffset + zStep;
        int z2 = z1 + zStep;
        int z3 = z2 + zStep;
        int y1 = yOffset + yStep;
        int y2 = y1 + yStep;
        int y3 = y2 + yStep;
        FloatVector a0 = FloatVector.fromArray(S, y, yOffset);
        FloatVector a1 = FloatVector.fromArray(S, y, yOffset + L);
        FloatVector b0 = FloatVector.fromArray(S, y, y1);
        FloatVector b1 = FloatVector.fromArray(S, y, y1 + L);
        FloatVector c0 = FloatVector.fromArray(S, y, y2);
        FloatVector c1 = FloatVector.fromArray(S, y, y2 + L);
        FloatVector d0 = FloatVector.fromArray(S, y, y3);
        FloatVector d1 = FloatVector.fromArray(S, y, y3 + L);
        int at = wOffset;
        for (int i = 0; i < count; i++) {
            FloatVector w0 = FloatVector.fromArray(S, w, at);
            FloatVector w1 = FloatVector.fromArray(S, w, at + L);
            FloatVector zi = FloatVector.broadcast(S, z[zOffset + i]);
            a0 = zi.fma(w0, a0);
            a1 = zi.fma(w1, a1);
            zi = FloatVector.broadcast(S, z[z1 + i]);
            b0 = zi.fma(w0, b0);
            b1 = zi.fma(w1, b1);
            zi = FloatVector.broadcast(S, z[z2 + i]);
            c0 = zi.fma(w0, c0);
            c1 = zi.fma(w1, c1);
            zi = FloatVector.broadcast(S, z[z3 + i]);
            d0 = zi.fma(w0, d0);
            d1 = zi.fma(w1, d1);
            at += 2 * L;
        }
        a0.intoArray(y, yOffset);
        a1.intoArray(y, yOffset + L);
        b0.intoArray(y, y1);
        b1.intoArray(y, y1 + L);
        c0.intoArray(y, y2);
        c1.intoArray(y, y2 + L);
        d0.intoArray(y, y3);
        d1.intoArray(y, y3 + L);
    }

    /// The same for four rows and one vector.
    ///
    /// @param w     `[count][L]` from `wOffset`
    /// @param z     `[4][count]`, rows `zStep` apart
    /// @param y     accumulated into, rows `yStep` apart
    static void fourRowsOneVector(
            float[] w, int wOffset, int count, float[] z, int zOffset, int zStep, float[] y, int yOffset,
            int yStep) {
        int z1 = zOffset + zStep;
        int z2 = z1 + zStep;
        int z3 = z2 + zStep;
        int y1 = yOffset + yStep;
        int y2 = y1 + yStep;
        int y3 = y2 + yStep;
        FloatVector a0 = FloatVector.fromArray(S, y, yOffset);
        FloatVector b0 = FloatVector.fromArray(S, y, y1);
        FloatVector c0 = FloatVector.fromArray(S, y, y2);
        FloatVector d0 = FloatVector.fromArray(S, y, y3);
        int at = wOffset;
        for (int i = 0; i < count; i++) {
            FloatVector w0 = FloatVector.fromArray(S, w, at);
            FloatVector zi = FloatVector.broadcast(S, z[zOffset + i]);
            a0 = zi.fma(w0, a0);
            zi = FloatVector.broadcast(S, z[z1 + i]);
            b0 = zi.fma(w0, b0);
            zi = FloatVector.broadcast(S, z[z2 + i]);
            c0 = zi.fma(w0, c0);
            zi = FloatVector.broadcast(S, z[z3 + i]);
            d0 = zi.fma(w0, d0);
            at += L;
        }
        a0.intoArray(y, yOffset);
        b0.intoArray(y, y1);
        c0.intoArray(y, y2);
        d0.intoArray(y, y3);
    }

    /// The same for one row and `step` columns, one or two vectors.
    static void oneRow(
            float[] w, int wOffset, int count, int step, float[] z, int zOffset, float[] y, int yOffset) {
        for (int c = 0; c < step; c += L) {
            FloatVector sum = FloatVector.fromArray(S, y, yOffset + c);
            for (int i = 0; i < count; i++) {
                sum = FloatVector.broadcast(S, z[zOffset + i])
                        .fma(FloatVector.fromArray(S, w, wOffset + c + i * step), sum);
            }
            sum.intoArray(y, yOffset + c);
        }
    }
}
