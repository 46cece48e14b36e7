package io.tidecast.model.nn;

import io.tidecast.model.kernel.GateKernels;
import io.tidecast.model.kernel.GateRows;

/// What the forward pass of one layer leaves for its backward pass, and the gradients on their way back through time.
///
/// Fields hold `T = capacity` steps of `B = batch` rows. A field `[T + 1]` holds the states between the steps: step `t`
/// leads from state `t` to state `t + 1`, or, in a layer that runs backwards in time, from state `t + 1` to state `t`.
public final class LayerTape {
    final int capacity;
    final int batch;
    /// Room of a row of `m` and `c`, `H` or more, and of a row of `h`, `P` or more: what is more is zero.
    final int width;
    final int stateWidth;
    /// Pre-activations, `[T][B][G·H]`; after a cell's forward its gates, after its backward their gradients `dZ`.
    final GateRows z;
    /// The recurrent product and its gradient `dU`, `[T][B][G·H]`; the same array as `z` unless the cell keeps it apart.
    final GateRows u;
    /// Hidden states, `[T + 1][B][P]`.
    final float[] h;
    /// Cell states, `[T + 1][B][H]`; empty when the cell has none.
    final float[] c;
    /// `tanh(c)` after each step, `[T][B][H]`; empty when the cell has none.
    final float[] tanhC;
    /// What the cell puts out, `[T][B][H]` from [#m(int)]: the hidden states themselves unless they are projected.
    final float[] m;
    /// Gradients of `h`, of `m` and of `c`, `[B][P]`, `[B][H]`, `[B][H]`; `dM` is `dH` unless `h` is projected.
    final float[] dH;
    final float[] dM;
    final float[] dC;

    /// The transposed matrices of the inputs and of the states, while gradients pass back through them; empty in small batches.
    final float[] inputsTransposed;
    final float[] statesTransposed;

    /// Whether the backward pass forms the gradient of the initial state.
    boolean keepsStateGradient = true;

    private final boolean projected;
    private final boolean reverse;

    LayerTape(
            Cell cell, GateKernels gates, int inputs, int hidden, int stateSize, boolean reverse,
            int capacity, int batch) {
        this.capacity = capacity;
        this.batch = batch;
        this.reverse = reverse;
        this.projected = stateSize != hidden;
        width = gates.stateWidth();
        stateWidth = projected ? stateSize : width;
        int rows = capacity * batch;
        z = gates.newRows(rows);
        u = cell.separatesRecurrentProduct() ? gates.newRows(rows) : z;
        h = new float[(capacity + 1) * batch * stateWidth];
        m = projected ? new float[rows * width] : h;
        dH = new float[batch * stateWidth];
        dM = projected ? new float[batch * width] : dH;
        int cells = cell.hasCellState() ? width : 0;
        c = new float[(capacity + 1) * batch * cells];
        tanhC = new float[rows * cells];
        dC = new float[batch * cells];
        inputsTransposed = gates.newTransposed(inputs, inputs, batch);
        statesTransposed = gates.newTransposed(stateSize, stateWidth, batch);
    }

    /// Index in `m` of what the cell puts out at step `t`.
    int m(int t) {
        return (projected ? t : after(t)) * batch * width;
    }

    /// Number of the state that step `t` starts from.
    int before(int t) {
        return reverse ? t + 1 : t;
    }

    /// Number of the state that step `t` leads to.
    int after(int t) {
        return reverse ? t : t + 1;
    }

    /// Number of the state after the layer's first `n` of `steps` steps, in its own order.
    int state(int n, int steps) {
        return reverse ? steps - n : n;
    }
}
