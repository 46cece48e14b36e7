package io.tidecast.model.nn;

/// The shape of a stack of recurrent layers, as the arguments of `torch.nn.RNN`, `LSTM` and `GRU`.
///
/// @param cell           the kind of every layer
/// @param inputSize      `I`
/// @param hiddenSize     `H`
/// @param layers         `L`; each takes the hidden states of the one below as its inputs
/// @param bias           whether there are `b_ih` and `b_hh`
/// @param projectionSize `P`, smaller than `H`, to project the LSTM's hidden state; 0 for none
public record RecurrentOptions(
        Cell cell, int inputSize, int hiddenSize, int layers, boolean bias, int projectionSize) {

    public RecurrentOptions {
        requirePositive("inputSize", inputSize);
        requirePositive("hiddenSize", hiddenSize);
        requirePositive("layers", layers);
        if (projectionSize < 0 || projectionSize >= hiddenSize) {
            throw new IllegalArgumentException(
                    "projectionSize must be from 0 to hiddenSize - 1 = %d, got %d"
                            .formatted(hiddenSize - 1, projectionSize));
        }
        if (projectionSize > 0 && !(cell instanceof Lstm)) {
            throw new IllegalArgumentException("projectionSize is for Lstm only, got " + cell);
        }
    }

    /// One layer with bias.
    public RecurrentOptions(Cell cell, int inputSize, int hiddenSize) {
        this(cell, inputSize, hiddenSize, 1, true, 0);
    }

    public RecurrentOptions withLayers(int layers) {
        return new RecurrentOptions(cell, inputSize, hiddenSize, layers, bias, projectionSize);
    }

    public RecurrentOptions withBias(boolean bias) {
        return new RecurrentOptions(cell, inputSize, hiddenSize, layers, bias, projectionSize);
    }

    public RecurrentOptions withProjectionSize(int projectionSize) {
        return new RecurrentOptions(cell, inputSize, hiddenSize, layers, bias, projectionSize);
    }

    /// Whether the hidden state is projected.
    public boolean isProjected() {
        return projectionSize > 0;
    }

    /// `P`: the number of hidden values that one layer hands on.
    public int stateSize() {
        return isProjected() ? projectionSize : hiddenSize;
    }

    static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, got " + value);
        }
    }
}
