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
        for (int p = 0; p < panels; p++) {
            int at = zOffset + p * zStride;
            int state = p * L;
            if (peeps) {
                addPeephole(w, peepholes + state, z, at, rows, c, before + state, states);
                addPeephole(w, peepholes + states + state, z, at + L, rows, c, before + state, states);
            }
            VectorActivations.apply(z, at, z, at, rows, peeps ? 3 * L : 4 * L, WIDTH, GATES);
            cellState(z, at, rows, c, before + state, after + state, states);
            if (peeps) {
                addPeephole(w, peepholes + 2 * states + state, z, at + 3 * L, rows, c, after + state, states);
                VectorActivations.apply(z, at + 3 * L, z, at + 3 * L, rows, L, WIDTH, SIGMOID);
            }
        }
        VectorActivations.apply(c, after, tanhC, tanhCOffset, rows * panels, L, L, TANH);
        for (int p = 0; p < panels; p++) {
            hiddenState(z, zOffset + p * zStride, rows, tanhC, tanhCOffset + p * L, h, hOffset + p * L, states);
        }
    }

    /// `c' = f·c + i·g`
    private static void cellState(
            float[] z, int zOffset, int rows, float[] c, int before, int after, int states) {
        for (int b = 0; b < rows; b++) {
            int at = zOffset + b * WIDTH;
            FloatVector ig = FloatVector.fromArray(S, z, at).mul(FloatVector.fromArray(S, z, at + 2 * L));
            FloatVector.fromArray(S, z, at + L).fma(FloatVector.fromArray(S, c, before + b * states), ig)
                    .intoArray(c, after + b * states);
        }
    }

    /// `h' = o·tanh(c')`
    private static void hiddenState(
            float[] z, int zOffset, int rows, float[] tanhC, int tanhCOffset, float[] h, int hOffset,
            int states) {
        for (int b = 0; b < rows; b++) {
            FloatVector.fromArray(S, z, zOffset + b * WIDTH + 3 * L)
                    .mul(FloatVector.fromArray(S, tanhC, tanhCOffset + b * states))
                    .intoArray(h, hOffset + b * states);
        }
    }

    /// `z += p·c` for one gate.
    private static void addPeephole(
            float[] w, int wOffset, float[] z, int zOffset, int rows, float[] c, int cOffset, int states) {
        FloatVector peephole = FloatVector.fromArray(S, w, wOffset);
        for (int b = 0; b < rows; b++) {
            int at = zOffset + b * WIDTH;
            peephole.fma(FloatVector.fromArray(S, c, cOffset + b * states), FloatVector.fromArray(S, z, at))
                    .intoArray(z, at);
        }
    }

    /// See [GateKernels#lstmBackward].
    static void backward(
            int panels, float[] w, float[] dW, int peepholes, float[] z, int zOffset, int zStride, int rows,
            float[] c, int before, int after, float[] tanhC, int tanhCOffset, float[] dH, float[] dC) {
        int states = panels * L;
        boolean peeps = peepholes != GateKernels.NONE;
        for (int p = 0; p < panels; p++) {
            int at = zOffset + p * zStride;
            int state = p * L;
            if (peeps) {
                addOutputPeephole(w, peepholes + 2 * states + state, z, at, rows, tanhC, tanhCOffset + state, dH, dC,
                        state, states);
            }
            gradients(z, at, rows, c, before + state, tanhC, tanhCOffset + state, dH, dC, state, states);
            if (peeps) {
                addPeepholeGradients(w, dW, peepholes + state, z, at, rows, c, before + state, after + state, dC,
                        state, states);
            }
        }
    }

    /// `dC += dH·o(1-tanh²(c'))`, then all `dZ`, `dC·f` and `dH = 0`.
    private static void gradients(
            float[] z, int zOffset, int rows, float[] c, int cOffset, float[] tanhC, int tanhCOffset,
            float[] dH, float[] dC, int state, int states) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        FloatVector zero = FloatVector.zero(S);
        for (int b = 0; b < rows; b++) {
            int at = zOffset + b * WIDTH;
            int row = b * states;
            FloatVector i = FloatVector.fromArray(S, z, at);
            FloatVector f = FloatVector.fromArray(S, z, at + L);
            FloatVector g = FloatVector.fromArray(S, z, at + 2 * L);
            FloatVector o = FloatVector.fromArray(S, z, at + 3 * L);
            FloatVector t = FloatVector.fromArray(S, tanhC, tanhCOffset + row);
            FloatVector h = FloatVector.fromArray(S, dH, state + row);
            FloatVector d = h.mul(o).fma(one.sub(t.mul(t)), FloatVector.fromArray(S, dC, state + row));
            d.mul(g).mul(i).mul(one.sub(i)).intoArray(z, at);
            d.mul(FloatVector.fromArray(S, c, cOffset + row)).mul(f).mul(one.sub(f)).intoArray(z, at + L);
            d.mul(i).mul(one.sub(g.mul(g))).intoArray(z, at + 2 * L);
            h.mul(t).mul(o).mul(one.sub(o)).intoArray(z, at + 3 * L);
            d.mul(f).intoArray(dC, state + row);
            zero.intoArray(dH, state + row);
        }
    }

    /// `dC += p_o·dZ_o`
    private static void addOutputPeephole(
            float[] w, int wOffset, float[] z, int zOffset, int rows, float[] tanhC, int tanhCOffset,
            float[] dH, float[] dC, int state, int states) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        FloatVector peephole = FloatVector.fromArray(S, w, wOffset);
        for (int b = 0; b < rows; b++) {
            int row = b * states;
            FloatVector o = FloatVector.fromArray(S, z, zOffset + b * WIDTH + 3 * L);
            FloatVector dZo = FloatVector.fromArray(S, dH, state + row)
                    .mul(FloatVector.fromArray(S, tanhC, tanhCOffset + row)).mul(o).mul(one.sub(o));
            peephole.fma(dZo, FloatVector.fromArray(S, dC, state + row)).intoArray(dC, state + row);
        }
    }

    /// `dC += p_i·dZ_i + p_f·dZ_f`, and `dP_i += dZ_i·c`, `dP_f += dZ_f·c`, `dP_o += dZ_o·c'`
    private static void addPeepholeGradients(
            float[] w, float[] dW, int peephole, float[] z, int zOffset, int rows, float[] c, int before,
            int after, float[] dC, int state, int states) {
        for (int b = 0; b < rows; b++) {
            int at = zOffset + b * WIDTH;
            int row = b * states;
            FloatVector i = FloatVector.fromArray(S, z, at);
            FloatVector f = FloatVector.fromArray(S, z, at + L);
            FloatVector cBefore = FloatVector.fromArray(S, c, before + row);
            FloatVector d = FloatVector.fromArray(S, dC, state + row);
            d = i.fma(FloatVector.fromArray(S, w, peephole), d);
            f.fma(FloatVector.fromArray(S, w, peephole + states), d).intoArray(dC, state + row);
            i.fma(cBefore, FloatVector.fromArray(S, dW, peephole)).intoArray(dW, peephole);
            f.fma(cBefore, FloatVector.fromArray(S, dW, peephole + states)).intoArray(dW, peephole + states);
            FloatVector.fromArray(S, z, at + 3 * L)
                    .fma(FloatVector.fromArray(S, c, after + row), FloatVector.fromArray(S, dW, peephole + 2 * states))
                    .intoArray(dW, peephole + 2 * states);
        }
    }
}
