package io.tidecast.model.nn;

import java.util.OptionalDouble;

/// How the weights start.
///
/// @param forgetBias what the LSTM's two forget biases add up to at first (Jozefowicz et al. 2015 advise 1); empty leaves
///                   them as PyTorch draws them
/// @param zeroHead   whether the linear head starts at zero, so that the first forecasts are zero
public record InitialisationOptions(OptionalDouble forgetBias, boolean zeroHead) {
    /// Exactly as PyTorch.
    public static final InitialisationOptions PYTORCH = new InitialisationOptions(OptionalDouble.empty(),
            false);
}
