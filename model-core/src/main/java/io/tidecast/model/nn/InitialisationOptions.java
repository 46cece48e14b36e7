package io.tidecast.model.nn;

import java.util.OptionalDouble;

/// How the weights start.
///
/// @param forgetBias          what the LSTM's two forget biases add up to at first (Jozefowicz et al. 2015 advise 1); empty
///                            leaves them as PyTorch draws them
/// @param zeroHead            whether the linear head starts at zero, so that the first forecasts are zero
/// @param orthogonalRecurrent whether each gate's recurrent weights start as a random orthogonal matrix
public record InitialisationOptions(OptionalDouble forgetBias, boolean zeroHead,
        boolean orthogonalRecurrent) {
    /// Exactly as PyTorch.
    public static final InitialisationOptions PYTORCH = new InitialisationOptions(OptionalDouble.empty(),
            false);

    /// With PyTorch's recurrent weights.
    public InitialisationOptions(OptionalDouble forgetBias, boolean zeroHead) {
        this(forgetBias, zeroHead, false);
    }

    public InitialisationOptions withForgetBias(double forgetBias) {
        return new InitialisationOptions(OptionalDouble.of(forgetBias), zeroHead, orthogonalRecurrent);
    }

    public InitialisationOptions withZeroHead(boolean zeroHead) {
        return new InitialisationOptions(forgetBias, zeroHead, orthogonalRecurrent);
    }

    public InitialisationOptions withOrthogonalRecurrent(boolean orthogonalRecurrent) {
        return new InitialisationOptions(forgetBias, zeroHead, orthogonalRecurrent);
    }
}
