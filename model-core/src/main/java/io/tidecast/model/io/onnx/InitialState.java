package io.tidecast.model.io.onnx;

/// What an exported model starts from.
public enum InitialState {
    /// The state before the first step is zero; `x` is the only input.
    ZERO,
    /// The state before the first step is given as `h_0 [L·D, B, H]` and, for an LSTM, `c_0 [L·D, B, H]`.
    INPUT
}
