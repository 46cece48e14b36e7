package io.tidecast.model.nn;

import io.tidecast.model.kernel.GateKernels;
import io.tidecast.model.kernel.Kernels;

/// The kind of a recurrent layer: what happens between its matrix products.
///
/// A layer forms the pre-activations `z = W_ih x + b_ih + W_hh h + b_hh`, a cell turns them into the next state, and the
/// layer does the rest of the backward pass from the cell's `dZ`. A cell therefore is only its pointwise part and that part's
/// derivative; the loops are the kernels'.
public sealed interface Cell permits ElmanRnn, Lstm, Gru {
    /// `G`: the number of blocks of `H` rows in the weights.
    int gates();

    /// Whether the state has a second part, `c`, beside `h`.
    default boolean hasCellState() {
        return false;
    }

    /// Whether the recurrent product `u = W_hh h + b_hh` is kept apart from `z = W_ih x + b_ih` instead of being added.
    default boolean separatesRecurrentProduct() {
        return false;
    }

    /// The number of weight vectors `[H]` that the pointwise part itself uses.
    default int pointwiseWeights() {
        return 0;
    }

    /// Computes step `t` for the whole batch from `z` (and `u`) and the state before it; leaves the gates in `z`.
    ///
    /// @param w      all parameters, of which the pointwise weights begin at `offset`
    /// @param tape   the layer's arrays; the state after step `t` is written
    void forward(Kernels kernels, GateKernels gates, float[] w, int offset, LayerTape tape, int t);

    /// Turns the gradient of the state after step `t` into that of the pre-activations and of the state before it.
    ///
    /// On entry `dM` and `dC` of the tape are the gradients of `h` and `c` after step `t`. On return the tape's `z` (and
    /// `u`) hold `dZ` (and `dU`), `dC` is the gradient of `c` before the step, and `dM` is that of `h` before the step as
    /// far as it does not pass through the recurrent product.
    ///
    /// @param dW accumulated into at the places of the pointwise weights
    void backward(GateKernels gates, float[] w, float[] dW, int offset, LayerTape tape, int t);
}
