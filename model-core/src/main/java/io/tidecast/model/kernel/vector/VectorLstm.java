package io.tidecast.model.kernel.vector;

import static io.tidecast.model.kernel.vector.VectorActivations.HIGHEST;
import static io.tidecast.model.kernel.vector.VectorActivations.LARGEST;
import static io.tidecast.model.kernel.vector.VectorActivations.LN2_HIGH;
import static io.tidecast.model.kernel.vector.VectorActivations.LN2_LOW;
import static io.tidecast.model.kernel.vector.VectorActivations.LOG2_E;
import static io.tidecast.model.kernel.vector.VectorActivations.LOWEST;
import static io.tidecast.model.kernel.vector.VectorActivations.ROUND;

import io.tidecast.model.kernel.GateKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The pointwise part of an LSTM on panels `[i, f, g, o][L]`, in passes of one short loop each.
final class VectorLstm {
    private static final VectorSpecies<Float> S = VectorKernels.SPECIES;
    private static final int L = VectorKernels.LANES;
    private static final int WIDTH = 4 * L;
    /// i and f with σ, g with tanh.
    private static final int GATES = 0b0100;

    private VectorLstm() {}

    /// See [GateKernels#lstm].
    static void forward(
            int panels, float[] w, int peepholes, float[] z, int zOffset, int zStride, int rows, float[] c,
            int before, int after, float[] tanhC, int tanhCOffset, float[] h, int hOffset) {
        int states = panels * L;
        for (int p = 0; p < panels; p++) {
            int at = zOffset + p * zStride;
            int state = p * L;
            if (peepholes == GateKernels.NONE) {
                gatesAndCellState(z, at, rows, c, before + state, after + state, states);
            } else {
                peepholeGatesAndCellState(w, peepholes + state, z, at, rows, c, before + state, after + state,
                        states);
            }
        }
        VectorActivations.apply(c, after, tanhC, tanhCOffset, rows * panels, L, L, VectorActivations.TANH);
        for (int p = 0; p < panels; p++) {
            hiddenState(z, zOffset + p * zStride, rows, tanhC, tanhCOffset + p * L, h, hOffset + p * L,
                    states);
        }
    }

    /// `i = σ(z_i)`, `f = σ(z_f)`, `g = tanh(z_g)`, `o = σ(z_o)`, `c' = f·c + i·g`
    ///
    /// [VectorActivations#apply] and [#cellState], written out four times: so an update takes 0.95 of the time (LSTM H=32 B=32).
    private static void gatesAndCellState(
            float[] z, int zOffset, int rows, float[] c, int before, int after, int states) {
        FloatVector one = FloatVector.broadcast(S, 1f);
        for (int b = 0; b < rows; b++) {
            int at = zOffset + b * WIDTH;
            FloatVector tI = FloatVector.fromArray(S, z, at).neg();
            FloatVector kI = tI.fma(FloatVector.broadcast(S, LOG2_E), FloatVector.broadcast(S, ROUND));
            FloatVector rI = kI.sub(ROUND).fma(FloatVector.broadcast(S, -LN2_HIGH), tI);
            rI = kI.sub(ROUND).fma(FloatVector.broadcast(S, -LN2_LOW), rI);
            FloatVector pI = rI.fma(FloatVector.broadcast(S, 1f / 5040), FloatVector.broadcast(S, 1f / 720));
            pI = pI.fma(rI, FloatVector.broadcast(S, 1f / 120));
            pI = pI.fma(rI, FloatVector.broadcast(S, 1f / 24));
            pI = pI.fma(rI, FloatVector.broadcast(S, 1f / 6));
            pI = pI.fma(rI, FloatVector.broadcast(S, 0.5f));
            pI = pI.mul(rI).fma(rI, rI);
            FloatVector eI = kI.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector mI = eI.fma(pI, eI.sub(1f)).blend(HIGHEST, tI.compare(VectorOperators.GT, LARGEST))
                    .blend(LOWEST, tI.compare(VectorOperators.LT, -LARGEST));
            FloatVector i = one.div(mI.add(2f));
            i.intoArray(z, at);

            FloatVector tF = FloatVector.fromArray(S, z, at + L).neg();
            FloatVector kF = tF.fma(FloatVector.broadcast(S, LOG2_E), FloatVector.broadcast(S, ROUND));
            FloatVector rF = kF.sub(ROUND).fma(FloatVector.broadcast(S, -LN2_HIGH), tF);
            rF = kF.sub(ROUND).fma(FloatVector.broadcast(S, -LN2_LOW), rF);
            FloatVector pF = rF.fma(FloatVector.broadcast(S, 1f / 5040), FloatVector.broadcast(S, 1f / 720));
            pF = pF.fma(rF, FloatVector.broadcast(S, 1f / 120));
            pF = pF.fma(rF, FloatVector.broadcast(S, 1f / 24));
            pF = pF.fma(rF, FloatVector.broadcast(S, 1f / 6));
            pF = pF.fma(rF, FloatVector.broadcast(S, 0.5f));
            pF = pF.mul(rF).fma(rF, rF);
            FloatVector eF = kF.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector mF = eF.fma(pF, eF.sub(1f)).blend(HIGHEST, tF.compare(VectorOperators.GT, LARGEST))
                    .blend(LOWEST, tF.compare(VectorOperators.LT, -LARGEST));
            FloatVector f = one.div(mF.add(2f));
            f.intoArray(z, at + L);

            FloatVector tG = FloatVector.fromArray(S, z, at + 2 * L).mul(2f);
            FloatVector kG = tG.fma(FloatVector.broadcast(S, LOG2_E), FloatVector.broadcast(S, ROUND));
            FloatVector rG = kG.sub(ROUND).fma(FloatVector.broadcast(S, -LN2_HIGH), tG);
            rG = kG.sub(ROUND).fma(FloatVector.broadcast(S, -LN2_LOW), rG);
            FloatVector pG = rG.fma(FloatVector.broadcast(S, 1f / 5040), FloatVector.broadcast(S, 1f / 720));
            pG = pG.fma(rG, FloatVector.broadcast(S, 1f / 120));
            pG = pG.fma(rG, FloatVector.broadcast(S, 1f / 24));
            pG = pG.fma(rG, FloatVector.broadcast(S, 1f / 6));
            pG = pG.fma(rG, FloatVector.broadcast(S, 0.5f));
            pG = pG.mul(rG).fma(rG, rG);
            FloatVector eG = kG.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector mG = eG.fma(pG, eG.sub(1f)).blend(HIGHEST, tG.compare(VectorOperators.GT, LARGEST))
                    .blend(LOWEST, tG.compare(VectorOperators.LT, -LARGEST));
            FloatVector g = mG.div(mG.add(2f));
            g.intoArray(z, at + 2 * L);

            FloatVector tO = FloatVector.fromArray(S, z, at + 3 * L).neg();
            FloatVector kO = tO.fma(FloatVector.broadcast(S, LOG2_E), FloatVector.broadcast(S, ROUND));
            FloatVector rO = kO.sub(ROUND).fma(FloatVector.broadcast(S, -LN2_HIGH), tO);
            rO = kO.sub(ROUND).fma(FloatVector.broadcast(S, -LN2_LOW), rO);
            FloatVector pO = rO.fma(FloatVector.broadcast(S, 1f / 5040), FloatVector.broadcast(S, 1f / 720));
            pO = pO.fma(rO, FloatVector.broadcast(S, 1f / 120));
            pO = pO.fma(rO, FloatVector.broadcast(S, 1f / 24));
            pO = pO.fma(rO, FloatVector.broadcast(S, 1f / 6));
            pO = pO.fma(rO, FloatVector.broadcast(S, 0.5f));
            pO = pO.mul(rO).fma(rO, rO);
            FloatVector eO = kO.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
            FloatVector mO = eO.fma(pO, eO.sub(1f)).blend(HIGHEST, tO.compare(VectorOperators.GT, LARGEST))
                    .blend(LOWEST, tO.compare(VectorOperators.LT, -LARGEST));
            FloatVector o = one.div(mO.add(2f));
            o.intoArray(z, at + 3 * L);

            f.fma(FloatVector.fromArray(S, c, before + b * states), i.mul(g)).intoArray(c,
                    after + b * states);
        }
    }

    /// The same with peepholes, of which that of `i` lies at `peephole`.
    private static void peepholeGatesAndCellState(
            float[] w, int peephole, float[] z, int zOffset, int rows, float[] c, int before, int after,
            int states) {
        addPeephole(w, peephole, z, zOffset, rows, c, before, states);
        addPeephole(w, peephole + states, z, zOffset + L, rows, c, before, states);
        VectorActivations.apply(z, zOffset, z, zOffset, rows, 3 * L, WIDTH, GATES);
        cellState(z, zOffset, rows, c, before, after, states);
        int output = zOffset + 3 * L;
        addPeephole(w, peephole + 2 * states, z, output, rows, c, after, states);
        VectorActivations.apply(z, output, z, output, rows, L, WIDTH, VectorActivations.SIGMOID);
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
                addOutputPeephole(w, peepholes + 2 * states + state, z, at, rows, tanhC, tanhCOffset + state,
                        dH, dC,
                        state, states);
            }
            gradients(z, at, rows, c, before + state, tanhC, tanhCOffset + state, dH, dC, state, states);
            if (peeps) {
                addPeepholeGradients(w, dW, peepholes + state, z, at, rows, c, before + state, after + state,
                        dC,
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
                    .fma(FloatVector.fromArray(S, c, after + row),
                            FloatVector.fromArray(S, dW, peephole + 2 * states))
                    .intoArray(dW, peephole + 2 * states);
        }
    }
}
