package io.tidecast.model.nn;

/// What follows the recurrent layers.
public enum Head {
    /// A linear layer on every step: sequence to sequence, `[steps][B][O]`.
    EVERY_STEP,
    /// A linear layer on the last step only: sequence to one, `[B][O]`.
    LAST_STEP,
    /// Nothing: the outputs are the top layer's hidden states, `[steps][B][D·P]`.
    NONE
}
