package io.tidecast.model.kernel.vector;

import io.tidecast.model.kernel.GateKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The pointwise part of an LSTM on panels `[i, f, g, o][L]`, in passes of one short loop each.
final class VectorLstm {
    private static final VectorSpecies<Float> S = VectorKernels.SPECIES;
    private static final int L = VectorKernels.LANES;
    private static final int WIDTH = 4 * L;
    private static final float[] GATES = VectorActivations.pattern(false, false, true, false);
    private static final float[] SIGMOID = VectorActivations.pattern(false);
    private static final float[] TANH = VectorActivations.pattern(true);

    private VectorLstm() {}

    /// See [GateKernels#lstm].
    static void forward(
            int panels, float[] w, int peepholes, float[] z, int zOffset, int zStride, int rows, float[] c,
            int before, int after, float[] tanhC, int tanhCOffset, float[] h, int hOffset) {
        int states = panels * L;
        boolean peeps = peepholes != GateKernels.NONE;
        if (peeps) {
            addPeepholes(panels, w, peepholes, z, zOffset, zStride, rows, c, before);
            addPeepholes(panels, w, peepholes + states, z, zOffset + L, zStride, rows, c, before);
        }
        for (int p = 0; p < panels; p++) {
            int at = zOffset + p * zStride;
            VectorActivations.apply(z, at, z, at, rows, peeps ? 3 * L : 4 * L, WIDTH, GATES);
        }
        for (int b = 0; b < rows; b++) {
            cellState(panels, z, zOffset + b * WIDTH, zStride, c, before + b * states, after + b * states);
        }
        if (peeps) {
            addPeepholes(panels, w, peepholes + 2 * states, z, zOffset + 3 * L, zStride, rows, c, after);
            for (int p = 0; p < panels; p++) {
                int at = zOffset + p * zStride + 3 * L;
                VectorActivations.apply(z, at, z, at, rows, L, WIDTH, SIGMOID);
            }
        }
        VectorActivations.apply(c, after, tanhC, tanhCOffset, rows * panels, L, L, TANH);
        for (int b = 0; b < rows; b++) {
            hiddenState(panels, z, zOffset + b * WIDTH, zStride, tanhC, tanhCOffset + b * states, h,
                    hOffset + b * states);
        }
    }

    /// `c' = f·c + i·g`
    private static void cellState(
            int panels, float[] z, int zOffset, int zStride, float[] c, int before, int after) {
        for (int p = 0; p < panels; p++) {
            int at = zOffset + p * zStride;
            FloatVector ig = FloatVector.fromArray(S, z, at).mul(FloatVector.fromArray(S, z, at + 2 * L));
            FloatVector.fromArray(S, z, at + L).fma(FloatVector.fromArray(S, c, before + p * L), ig)
                    .intoArray(c, after + p * L);
        }
    }

    /// `h' = o·tanh(c')`
    private static void hiddenState(
            int panels, float[] z, int zOffset, int zStride, float[] tanhC, int tanhCOffset, float[] h,
            int hOffset) {
        for (int p = 0; p < panels; p++) {
            FloatVector.fromArray(S, z, zOffset + p * zStride + 3 * L)
                    .mul(FloatVector.fromArray(S, tanhC, tanhCOffset + p * L))
                    .intoArray(h, hOffset + p * L);
        }
    }

    /// `z += p·c` for one gate.
    private static void addPeepholes(
            int panels, float[] w, int wOffset, float[] z, int zOffset, int zStride, int rows, float[] c,
            int cOffset) {
        for (int b = 0; b < rows; b++) {
            for (int p = 0; p < panels; p++) {
                int at = zOffset + p * zStride + b * WIDTH;
                FloatVector.fromArray(S, w, wOffset + p * L)
                        .fma(FloatVector.fromArray(S, c, cOffset + (b * panels + p) * L),
                                FloatVector.fromArray(S, z, at))
                        .intoArray(z, at);
            }
        }
    }

    /// See [GateKernels#lstmBackward].
    static void backward(
            int panels, float[] w, float[] dW, int peepholes, float[] z, int zOffset, int zStride, int rows,
            float[] c, int before, int after, float[] tanhC, int tanhCOffset, float[] dH, float[] dC) {
        int states = panels * L;
        for (int b = 0; b < rows; b++) {
            int row = zOffset + b * WIDTH;
            int state = b * states;
            if (peepholes != GateKernels.NONE) {
                addOutputPeephole(panels, w, peepholes + 2 * states, z, row, zStride, tanhC,
                        tanhCOffset + state, dH, dC, state);
            }
            gradients(panels, z, row, zStride, c, before + state, tanhC, tanhCOffset + state, dH, dC, state);
            if (peepholes != GateKernels.NONE) {
                addPeepholeGradients(panels, w, dW, peepholes, z, row, zStride, c, before + state,
                        after + state, dC, state);
            }
        }
    }

    /// `dC += dH·o(1-tanh²(c'))`, then all `dZ`, `dC·f` and `dH = 0`.
    private static void gradients(
            int panels, float[] z, int zOffset, int zStride, float[] c, int cOffset, float[] tanhC,
            int tanhCOffset, float[] dH, float[] dC, int state) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        FloatVector zero = FloatVector.zero(S);
        for (int p = 0; p < panels; p++) {
            int at = zOffset + p * zStride;
            FloatVector i = FloatVector.fromArray(S, z, at);
            FloatVector f = FloatVector.fromArray(S, z, at + L);
            FloatVector g = FloatVector.fromArray(S, z, at + 2 * L);
            FloatVector o = FloatVector.fromArray(S, z, at + 3 * L);
            FloatVector t = FloatVector.fromArray(S, tanhC, tanhCOffset + p * L);
            FloatVector h = FloatVector.fromArray(S, dH, state + p * L);
            FloatVector d = h.mul(o).fma(one.sub(t.mul(t)), FloatVector.fromArray(S, dC, state + p * L));
            d.mul(g).mul(i).mul(one.sub(i)).intoArray(z, at);
            d.mul(FloatVector.fromArray(S, c, cOffset + p * L)).mul(f).mul(one.sub(f)).intoArray(z, at + L);
            d.mul(i).mul(one.sub(g.mul(g))).intoArray(z, at + 2 * L);
            h.mul(t).mul(o).mul(one.sub(o)).intoArray(z, at + 3 * L);
            d.mul(f).intoArray(dC, state + p * L);
            zero.intoArray(dH, state + p * L);
        }
    }

    /// `dC += p_o·dZ_o`
    private static void addOutputPeephole(
            int panels, float[] w, int wOffset, float[] z, int zOffset, int zStride, float[] tanhC,
            int tanhCOffset, float[] dH, float[] dC, int state) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        for (int p = 0; p < panels; p++) {
            FloatVector o = FloatVector.fromArray(S, z, zOffset + p * zStride + 3 * L);
            FloatVector dZo = FloatVector.fromArray(S, dH, state + p * L)
                    .mul(FloatVector.fromArray(S, tanhC, tanhCOffset + p * L)).mul(o).mul(one.sub(o));
            FloatVector.fromArray(S, w, wOffset + p * L)
                    .fma(dZo, FloatVector.fromArray(S, dC, state + p * L)).intoArray(dC, state + p * L);
        }
    }

    /// `dC += p_i·dZ_i + p_f·dZ_f`, and `dP_i += dZ_i·c`, `dP_f += dZ_f·c`, `dP_o += dZ_o·c'`
    private static void addPeepholeGradients(
            int panels, float[] w, float[] dW, int wOffset, float[] z, int zOffset, int zStride, float[] c,
            int before, int after, float[] dC, int state) {
        int states = panels * L;
        for (int p = 0; p < panels; p++) {
            int at = zOffset + p * zStride;
            int peephole = wOffset + p * L;
            FloatVector i = FloatVector.fromArray(S, z, at);
            FloatVector f = FloatVector.fromArray(S, z, at + L);
            FloatVector cBefore = FloatVector.fromArray(S, c, before + p * L);
            FloatVector d = FloatVector.fromArray(S, dC, state + p * L);
            d = i.fma(FloatVector.fromArray(S, w, peephole), d);
            f.fma(FloatVector.fromArray(S, w, peephole + states), d).intoArray(dC, state + p * L);
            i.fma(cBefore, FloatVector.fromArray(S, dW, peephole)).intoArray(dW, peephole);
            f.fma(cBefore, FloatVector.fromArray(S, dW, peephole + states)).intoArray(dW, peephole + states);
            FloatVector.fromArray(S, z, at + 3 * L)
                    .fma(FloatVector.fromArray(S, c, after + p * L),
                            FloatVector.fromArray(S, dW, peephole + 2 * states))
                    .intoArray(dW, peephole + 2 * states);
        }
    }
}
