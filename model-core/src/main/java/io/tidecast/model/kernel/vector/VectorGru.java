package io.tidecast.model.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The pointwise part of a GRU on panels `[r, z, n][L]`, in passes of one short loop each.
final class VectorGru {
    private static final VectorSpecies<Float> S = VectorKernels.SPECIES;
    private static final int L = VectorKernels.LANES;
    private static final int WIDTH = 3 * L;

    private VectorGru() {}

    /// See [io.tidecast.model.kernel.GateKernels#gru].
    static void forward(
            int panels, float[] a, float[] u, int offset, int stride, int rows, float[] h, int before,
            int after) {
        for (int p = 0; p < panels; p++) {
            int at = offset + p * stride;
            addRecurrent(a, u, at, rows);
            VectorActivations.apply(a, at, a, at, rows, 2 * L, WIDTH, VectorActivations.SIGMOID);
            addReset(a, u, at, rows);
            VectorActivations.apply(a, at + 2 * L, a, at + 2 * L, rows, L, WIDTH, VectorActivations.TANH);
            mix(a, at, rows, h, before + p * L, after + p * L, panels * L);
        }
    }

    /// `a_r += u_r`, `a_z += u_z`
    private static void addRecurrent(float[] a, float[] u, int offset, int rows) {
        for (int at = offset; at < offset + rows * WIDTH; at += WIDTH) {
            FloatVector.fromArray(S, a, at).add(FloatVector.fromArray(S, u, at)).intoArray(a, at);
            FloatVector.fromArray(S, a, at + L).add(FloatVector.fromArray(S, u, at + L)).intoArray(a, at + L);
        }
    }

    /// `a_n += r·u_n`
    private static void addReset(float[] a, float[] u, int offset, int rows) {
        for (int at = offset; at < offset + rows * WIDTH; at += WIDTH) {
            FloatVector.fromArray(S, a, at)
                    .fma(FloatVector.fromArray(S, u, at + 2 * L), FloatVector.fromArray(S, a, at + 2 * L))
                    .intoArray(a, at + 2 * L);
        }
    }

    /// `h' = (1 - z)·n + z·h`
    private static void mix(float[] a, int offset, int rows, float[] h, int before, int after, int states) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        for (int b = 0; b < rows; b++) {
            int at = offset + b * WIDTH;
            FloatVector z = FloatVector.fromArray(S, a, at + L);
            FloatVector n = FloatVector.fromArray(S, a, at + 2 * L);
            z.fma(FloatVector.fromArray(S, h, before + b * states), one.sub(z).mul(n))
                    .intoArray(h, after + b * states);
        }
    }

    /// See [io.tidecast.model.kernel.GateKernels#gruBackward].
    static void backward(
            int panels, float[] a, float[] u, int offset, int stride, int rows, float[] h, int before,
            float[] dH) {
        for (int p = 0; p < panels; p++) {
            gradients(a, u, offset + p * stride, rows, h, before + p * L, dH, p * L, panels * L);
        }
    }

    private static void gradients(
            float[] a, float[] u, int offset, int rows, float[] h, int before, float[] dH, int state,
            int states) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        for (int b = 0; b < rows; b++) {
            int at = offset + b * WIDTH;
            int row = b * states;
            FloatVector r = FloatVector.fromArray(S, a, at);
            FloatVector z = FloatVector.fromArray(S, a, at + L);
            FloatVector n = FloatVector.fromArray(S, a, at + 2 * L);
            FloatVector d = FloatVector.fromArray(S, dH, state + row);
            FloatVector dAn = d.mul(one.sub(z)).mul(one.sub(n.mul(n)));
            FloatVector dAr = dAn.mul(FloatVector.fromArray(S, u, at + 2 * L)).mul(r).mul(one.sub(r));
            FloatVector dAz = d.mul(FloatVector.fromArray(S, h, before + row).sub(n)).mul(z)
                    .mul(one.sub(z));
            dAr.intoArray(a, at);
            dAr.intoArray(u, at);
            dAz.intoArray(a, at + L);
            dAz.intoArray(u, at + L);
            dAn.intoArray(a, at + 2 * L);
            dAn.mul(r).intoArray(u, at + 2 * L);
            d.mul(z).intoArray(dH, state + row);
        }
    }
}
