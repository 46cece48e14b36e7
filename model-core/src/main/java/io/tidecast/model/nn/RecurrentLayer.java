package io.tidecast.model.nn;

import io.tidecast.model.kernel.GateKernels;
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
    /// The batch from which on a step's rows are better taken through all they need while they are in the cache.
    private static final int STEPWISE = 4;

    private final Cell cell;
    private final Kernels kernels;
    private final GateKernels gates;
    private final int inputs;
    private final int hidden;
    private final int stateSize;
    /// Room of a row of `m` and of a row of `h`.
    private final int width;
    private final int stateWidth;
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
        gates = kernels.gates(cell.gates(), hidden);
        width = gates.stateWidth();
        stateWidth = options.isProjected() ? stateSize : width;
        int rows = cell.gates() * hidden;
        weightIh = layout.add(prefix + "weight_ih" + suffix, placement(inputs), rows, inputs);
        weightHh = layout.add(prefix + "weight_hh" + suffix, placement(stateSize), rows, stateSize);
        biasIh = options.bias() ? layout.add(prefix + "bias_ih" + suffix, placement(1), rows) : null;
        biasHh = options.bias() ? layout.add(prefix + "bias_hh" + suffix, placement(1), rows) : null;
        weightHr = options.isProjected()
                ? layout.add(prefix + "weight_hr" + suffix, new Placement.Rows(stateSize, hidden, width),
                        stateSize, hidden)
                : null;
        int vectors = cell.pointwiseWeights();
        pointwise = vectors == 0
                ? null
                : layout.add(prefix + "weight_peephole" + suffix, new Placement.Rows(vectors, hidden, width),
                        vectors, hidden);
    }

    private Placement placement(int cols) {
        return new Placement.Gates(gates, cell.gates() * hidden, cols);
    }

    LayerTape newTape(int capacity, int batch) {
        return new LayerTape(cell, gates, inputs, hidden, stateSize, reverse, capacity, batch);
    }

    /// Runs over a sequence from its initial state, which the caller has put on the tape.
    ///
    /// `z_t = W_ih x_t + b_ih` for all steps at once, in a batch rather step by step, then step by step `u_t = W_hh h_{t-1} + b_hh` and
    /// the cell. Unless the cell keeps them apart, `z` and `u` are one array and so their own sum.
    ///
    /// @param x `[steps][B][I]` from `xOffset`
    void forward(float[] w, float[] x, int xOffset, int steps, LayerTape tape) {
        int batch = tape.batch;
        boolean stepwise = batch >= STEPWISE;
        if (!stepwise) {
            multiplyInputs(w, x, xOffset, tape, steps * batch);
        }
        for (int n = 0; n < steps; n++) {
            int t = reverse ? steps - 1 - n : n;
            int row = t * batch;
            int h = tape.before(t) * batch * stateWidth;
            if (stepwise) {
                multiplyStep(w, x, xOffset + row * inputs, h, tape, row);
            } else {
                gates.multiply(
                        w, weightHh.offset(), stateSize, tape.h, h, stateWidth, tape.u, row, batch);
            }
            cell.forward(kernels, gates, w, offset(pointwise), tape, t);
            if (weightHr != null) {
                project(weightHr, w, tape, t);
            }
        }
    }

    /// `z = W_ih x + b_ih` for all rows, and where the cell keeps it apart the start of `u`.
    private void multiplyInputs(float[] w, float[] x, int xOffset, LayerTape tape, int rows) {
        int second = offset(biasHh);
        if (cell.separatesRecurrentProduct()) {
            gates.start(w, second, GateKernels.NONE, tape.u, 0, rows);
            second = GateKernels.NONE;
        }
        gates.preActivate(w, offset(biasIh), second, weightIh.offset(), inputs, x, xOffset, inputs,
                weightHh.offset(), 0, tape.h, 0, stateWidth, tape.z, 0, rows);
    }

    /// `z_t = W_ih x_t + b_ih` and `u_t = W_hh h_{t-1} + b_hh`, or `z_t` their sum.
    private void multiplyStep(float[] w, float[] x, int xOffset, int hOffset, LayerTape tape, int row) {
        int batch = tape.batch;
        if (cell.separatesRecurrentProduct()) {
            gates.preActivate(w, offset(biasIh), GateKernels.NONE, weightIh.offset(), inputs, x, xOffset,
                    inputs, weightHh.offset(), 0, tape.h, hOffset, stateWidth, tape.z, row, batch);
            gates.preActivate(w, offset(biasHh), GateKernels.NONE, weightHh.offset(), stateSize, tape.h,
                    hOffset, stateWidth, weightHh.offset(), 0, tape.h, hOffset, stateWidth, tape.u, row,
                    batch);
        } else {
            gates.preActivate(w, offset(biasIh), offset(biasHh), weightIh.offset(), inputs, x, xOffset,
                    inputs, weightHh.offset(), stateSize, tape.h, hOffset, stateWidth, tape.z, row, batch);
        }
    }

    /// Runs back over the sequence of the last forward pass.
    ///
    /// Step by step, last one first: `dh_t += dy_t`, the cell's `dz_t` and `du_t`, and `dh_{t-1} += W_hhᵀ du_t`. Then for all
    /// steps at once: `dW_ih += Σ_t dz_t ⊗ x_t`, `dW_hh += Σ_t du_t ⊗ h_{t-1}`, `db_ih += Σ_t dz_t`, `db_hh += Σ_t du_t`,
    /// `dx_t += W_ihᵀ dz_t`.
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
        int rows = steps * batch;
        gates.transpose(w, weightHh.offset(), stateSize, tape.statesTransposed);
        for (int n = steps - 1; n >= 0; n--) {
            int t = reverse ? steps - 1 - n : n;
            kernels.addRows(
                    dY, t * batch * dYWidth + dYColumn, dYWidth, tape.dH, stateWidth, stateSize, batch);
            if (weightHr != null) {
                projectBackward(weightHr, w, dW, tape, t);
            }
            cell.backward(gates, w, dW, offset(pointwise), tape, t);
            if (n > 0 || tape.keepsStateGradient) {
                gates.multiplyTransposed(w, weightHh.offset(), stateSize, tape.statesTransposed, tape.u,
                        t * batch, batch, tape.dH, 0, stateWidth);
            }
        }
        gates.outerProduct(dW, weightIh.offset(), inputs, tape.z, 0, rows, x, xOffset, inputs);
        int firstBefore = tape.before(0) * batch * stateWidth;
        gates.outerProduct(
                dW, weightHh.offset(), stateSize, tape.u, 0, rows, tape.h, firstBefore, stateWidth);
        if (cell.separatesRecurrentProduct()) {
            gates.sum(dW, offset(biasIh), GateKernels.NONE, tape.z, rows);
            gates.sum(dW, offset(biasHh), GateKernels.NONE, tape.u, rows);
        } else {
            gates.sum(dW, offset(biasIh), offset(biasHh), tape.z, rows);
        }
        if (dX != null) {
            gates.transpose(w, weightIh.offset(), inputs, tape.inputsTransposed);
            gates.multiplyTransposed(w, weightIh.offset(), inputs, tape.inputsTransposed, tape.z, 0, rows, dX,
                    0, inputs);
        }
    }

    /// `h_t = W_hr m_t`
    private void project(Slice weight, float[] w, LayerTape tape, int t) {
        int size = tape.batch * stateSize;
        int h = tape.after(t) * size;
        Arrays.fill(tape.h, h, h + size, 0);
        kernels.multiply(w, weight.offset(), stateSize, width, tape.m, tape.m(t), tape.h, h, tape.batch);
    }

    /// `dW_hr += dh_t ⊗ m_t`, `dm_t = W_hrᵀ dh_t`; of `dh_{t-1}` nothing passes by the cell, so `dH` is then zero.
    private void projectBackward(Slice weight, float[] w, float[] dW, LayerTape tape, int t) {
        kernels.outerProduct(
                dW, weight.offset(), stateSize, width, tape.dH, 0, tape.m, tape.m(t), tape.batch);
        Arrays.fill(tape.dM, 0);
        kernels.multiplyTransposed(
                w, weight.offset(), stateSize, width, tape.dH, 0, tape.dM, 0, tape.batch);
        Arrays.fill(tape.dH, 0);
    }

    /// PyTorch's default, `U(-1/√H, 1/√H)` for every parameter in order, then the options that differ from it.
    void initialise(Parameters parameters, TorchRandom random, InitialisationOptions options) {
        double bound = 1 / Math.sqrt(hidden);
        for (var slice : new Slice[]{weightIh, weightHh, biasIh, biasHh, weightHr, pointwise}) {
            if (slice != null) {
                float[] values = new float[slice.size()];
                random.fillUniform(values, 0, values.length, bound);
                parameters.set(slice, values);
            }
        }
        if (options.orthogonalRecurrent()) {
            float[] values = new float[weightHh.size()];
            for (int gate = 0; gate < cell.gates(); gate++) {
                Orthogonal.fill(values, gate * hidden * stateSize, hidden, stateSize, random);
            }
            parameters.set(weightHh, values);
        }
        if (options.forgetBias().isPresent() && cell instanceof Lstm && biasIh != null && biasHh != null) {
            fillForgetBlock(parameters, biasIh, (float) options.forgetBias().getAsDouble());
            fillForgetBlock(parameters, biasHh, 0);
        }
    }

    /// The second of the LSTM's four blocks.
    private void fillForgetBlock(Parameters parameters, Slice bias, float value) {
        float[] values = parameters.copyOf(bias);
        Arrays.fill(values, hidden, 2 * hidden, value);
        parameters.set(bias, values);
    }

    private static int offset(@Nullable Slice slice) {
        return slice == null ? GateKernels.NONE : slice.offset();
    }
}
