package io.tidecast.model.nn;

/// The shape of a [RecurrentNetwork] and how it starts.
///
/// @param recurrent      the recurrent layers
/// @param outputSize     `O`, the number of values that the linear head puts out
/// @param headBias       whether the head adds a bias
/// @param initialisation how the weights start
public record NetworkOptions(
        RecurrentOptions recurrent, int outputSize, boolean headBias, InitialisationOptions initialisation) {

    public NetworkOptions {
        RecurrentOptions.requirePositive("outputSize", outputSize);
    }

    /// With a bias and PyTorch's initial weights.
    public NetworkOptions(RecurrentOptions recurrent, int outputSize) {
        this(recurrent, outputSize, true, InitialisationOptions.PYTORCH);
    }

    public NetworkOptions withHeadBias(boolean headBias) {
        return new NetworkOptions(recurrent, outputSize, headBias, initialisation);
    }

    public NetworkOptions withInitialisation(InitialisationOptions initialisation) {
        return new NetworkOptions(recurrent, outputSize, headBias, initialisation);
    }
}
