package io.tidecast.model.nn;

import org.jspecify.annotations.Nullable;

/// What a [SequenceModule] takes and gives: inputs and the initial state, or outputs and the final state; on the way back,
/// their gradients.
///
/// @param sequence `[T, B, N]`, `[B, T, N]` if batch comes first, or `[T, N]` without a batch
/// @param h        hidden states, `[L·D, B, P]` or `[L·D, P]`
/// @param c        cell states, `[L·D, B, H]` or `[L·D, H]`; null if the cell has none
public record SequenceAndState(Tensor sequence, Tensor h, @Nullable Tensor c) {}
