package io.tidecast.model.nn;

import io.tidecast.model.kernel.Kernels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One recurrent layer in one direction of time: the products around a [Cell] and their gradients, the same for every kind.
///
/// `z = W_ih x + b_ih + W_hh h + b_hh`, then the cell, then `h = W_hr m` if the state is projected (Sak et al. 2014).
///
/// The weights are `W_ih [G·H, I]`, `W_hh [G·H, P]`, `b_ih`, `b_hh [G·H]`, `W_hr [P, H]` with PyTorch's names and order,
/// and last the cell's own pointwise weights.
final class RecurrentLayer {
    private final Cell cell;
    private final Kernels kernels;
    private final int inputs;
    private final int hidden;
    private final int stateSize;
    private final int rows;
    private final boolean reverse;
    private final Slice weightIh;
    private final Slice weightHh;
    private final @Nullable Slice biasIh;
    private final @Nullable Slice biasHh;
    private final @Nullable Slice weightHr;
    private final @Nullable Slice pointwise;

    /// @param reverse whether it runs from the last step to the first
    /// @param suffix  of the parameters' names, for example `_l0`
    RecurrentLayer(
            RecurrentOptions options, int inputs, boolean reverse, Parameters.Layout layout, String prefix,
            String suffix,
            Kernels kernels) {
        this.cell = options.cell();
        this.kernels = kernels;
        this.inputs = inputs;
        this.reverse = reverse;
        this.hidden = options.hiddenSize();
        this.stateSize = options.stateSize();
        this.rows = cell.gates() * hidden;
        weightIh = layout.add(prefix + "weight_ih" + suffix, rows, inputs);
        weightHh = layout.add(prefix + "weight_hh" + suffix, rows, stateSize);
        biasIh = options.bias() ? layout.add(prefix + "bias_ih" + suffix, rows) : null;
        biasHh = options.bias() ? layout.add(prefix + "bias_hh" + suffix, rows) : null;
        weightHr = options.isProjected()
                ? layout.add(prefix + "weight_hr" + suffix, stateSize, hidden)
                : null;
        pointwise = cell.pointwiseWeights() == 0
                ? null
                : layout.add(prefix + "weight_peephole" + suffix, cell.pointwiseWeights(), hidden);
    }

    LayerTape newTape(int capacity, int batch) {
        return new LayerTape(cell, hidden, stateSize, reverse, capacity, batch);
    }

    /// Runs over a sequence from its initial state, which the caller has put on the tape.
    ///
    /// @param x `[steps][B][I]` from `xOffset`
    void forward(float[] w, float[] x, int xOffset, int steps, LayerTape tape) {
        int batch = tape.batch;
        Arrays.fill(tape.z, 0, steps * batch * rows, 0);
        if (cell.separatesRecurrentProduct()) {
            Arrays.fill(tape.u, 0, steps * batch * rows, 0);
        }
        addBias(w, biasIh, tape.z, steps * batch);
        addBias(w, biasHh, tape.u, steps * batch);
        kernels.multiply(w, weightIh.offset(), rows, inputs, x, xOffset, tape.z, 0, steps * batch);
        for (int n = 0; n < steps; n++) {
            int t = reverse ? steps - 1 - n : n;
            int h = tape.before(t) * batch * stateSize;
            kernels.multiply(
                    w, weightHh.offset(), rows, stateSize, tape.h, h, tape.u, t * batch * rows, batch);
            cell.forward(kernels, w, pointwiseOffset(), tape, t);
            if (weightHr != null) {
                int next = tape.after(t) * batch * stateSize;
                Arrays.fill(tape.h, next, next + batch * stateSize, 0);
                kernels.multiply(
                        w, weightHr.offset(), stateSize, hidden, tape.m, tape.m(t), tape.h, next, batch);
            }
        }
    }

    /// Runs back over the sequence of the last forward pass.
    ///
    /// On entry `dH` and `dC` of the tape are the gradients of the final state, on return those of the initial state.
    ///
    /// @param dW accumulated into: gradients of the parameters
    /// @param dY gradients of the outputs, `[steps][B][dYWidth]`, of which this layer's begin at `dYColumn`
    /// @param dX accumulated into: gradients of the inputs, `[steps][B][I]`; null when nobody asks for them
    void backward(
            float[] w, float[] dW, float[] x, int xOffset, int steps,
            float[] dY, int dYColumn, int dYWidth, float @Nullable [] dX, LayerTape tape) {
        int batch = tape.batch;
        for (int n = steps - 1; n >= 0; n--) {
            int t = reverse ? steps - 1 - n : n;
            for (int b = 0; b < batch; b++) {
                int row = (t * batch + b) * dYWidth + dYColumn;
                for (int j = 0; j < stateSize; j++) {
                    tape.dH[b * stateSize + j] += dY[row + j];
                }
            }
            if (weightHr != null) {
                kernels.outerProduct(
                        dW, weightHr.offset(), stateSize, hidden, tape.dH, 0, tape.m, tape.m(t), batch);
                Arrays.fill(tape.dM, 0);
                kernels.multiplyTransposed(
                        w, weightHr.offset(), stateSize, hidden, tape.dH, 0, tape.dM, 0, batch);
                Arrays.fill(tape.dH, 0);
            }
            cell.backward(w, dW, pointwiseOffset(), tape, t);
            kernels.multiplyTransposed(
                    w, weightHh.offset(), rows, stateSize, tape.u, t * batch * rows, tape.dH, 0, batch);
        }
        kernels.outerProduct(dW, weightIh.offset(), rows, inputs, tape.z, 0, x, xOffset, steps * batch);
        int firstBefore = tape.before(0) * batch * stateSize;
        kernels.outerProduct(
                dW, weightHh.offset(), rows, stateSize, tape.u, 0, tape.h, firstBefore, steps * batch);
        addBiasGradient(dW, biasIh, tape.z, steps * batch);
        addBiasGradient(dW, biasHh, tape.u, steps * batch);
        if (dX != null) {
            kernels.multiplyTransposed(w, weightIh.offset(), rows, inputs, tape.z, 0, dX, 0, steps * batch);
        }
    }

    /// PyTorch's default, `U(-1/√H, 1/√H)` for every parameter in order, then the options that differ from it.
    void initialise(Parameters parameters, TorchRandom random, InitialisationOptions options) {
        float[] w = parameters.values();
        double bound = 1 / Math.sqrt(hidden);
        for (var slice : new Slice[]{weightIh, weightHh, biasIh, biasHh, weightHr, pointwise}) {
            if (slice != null) {
                random.fillUniform(w, slice.offset(), slice.size(), bound);
            }
        }
        if (options.orthogonalRecurrent()) {
            for (int gate = 0; gate < cell.gates(); gate++) {
                int block = weightHh.offset() + gate * hidden * stateSize;
                Orthogonal.fill(w, block, hidden, stateSize, random);
            }
        }
        if (options.forgetBias().isPresent() && cell instanceof Lstm && biasIh != null && biasHh != null) {
            int forget = biasIh.offset() + hidden;
            Arrays.fill(w, forget, forget + hidden, (float) options.forgetBias().getAsDouble());
            forget = biasHh.offset() + hidden;
            Arrays.fill(w, forget, forget + hidden, 0);
        }
    }

    private int pointwiseOffset() {
        return pointwise == null ? 0 : pointwise.offset();
    }

    /// `z[b] += bias`
    private void addBias(float[] w, @Nullable Slice bias, float[] z, int batch) {
        if (bias != null) {
            for (int b = 0; b < batch; b++) {
                for (int r = 0; r < rows; r++) {
                    z[b * rows + r] += w[bias.offset() + r];
                }
            }
        }
    }

    /// `dBias += Σ_b dZ[b]`
    private void addBiasGradient(float[] dW, @Nullable Slice bias, float[] dZ, int batch) {
        if (bias != null) {
            for (int b = 0; b < batch; b++) {
                for (int r = 0; r < rows; r++) {
                    dW[bias.offset() + r] += dZ[b * rows + r];
                }
            }
        }
    }
}
