package io.tidecast.model.nn;

/// The shape of a stack of recurrent layers, as the arguments of `torch.nn.RNN`, `LSTM` and `GRU`.
///
/// @param cell           the kind of every layer
/// @param inputSize      `I`
/// @param hiddenSize     `H`
/// @param layers         `L`; each takes the outputs of the one below as its inputs
/// @param bias           whether there are `b_ih` and `b_hh`
/// @param bidirectional  whether a second layer beside each runs from the last step to the first; outputs are then both
///                       hidden states, one after the other
/// @param dropout        probability with which an output of any layer but the last is set to zero in training
/// @param projectionSize `P`, smaller than `H`, to project the LSTM's hidden state; 0 for none
public record RecurrentOptions(
        Cell cell, int inputSize, int hiddenSize, int layers, boolean bias, boolean bidirectional,
        double dropout,
        int projectionSize) {

    public RecurrentOptions {
        requirePositive("inputSize", inputSize);
        requirePositive("hiddenSize", hiddenSize);
        requirePositive("layers", layers);
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout must be at least 0 and below 1, got " + dropout);
        }
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
        this(cell, inputSize, hiddenSize, 1, true, false, 0, 0);
    }

    public RecurrentOptions withLayers(int layers) {
        return new RecurrentOptions(
                cell, inputSize, hiddenSize, layers, bias, bidirectional, dropout, projectionSize);
    }

    public RecurrentOptions withBias(boolean bias) {
        return new RecurrentOptions(
                cell, inputSize, hiddenSize, layers, bias, bidirectional, dropout, projectionSize);
    }

    public RecurrentOptions withBidirectional(boolean bidirectional) {
        return new RecurrentOptions(
                cell, inputSize, hiddenSize, layers, bias, bidirectional, dropout, projectionSize);
    }

    public RecurrentOptions withDropout(double dropout) {
        return new RecurrentOptions(
                cell, inputSize, hiddenSize, layers, bias, bidirectional, dropout, projectionSize);
    }

    public RecurrentOptions withProjectionSize(int projectionSize) {
        return new RecurrentOptions(
                cell, inputSize, hiddenSize, layers, bias, bidirectional, dropout, projectionSize);
    }

    /// Whether the hidden state is projected.
    public boolean isProjected() {
        return projectionSize > 0;
    }

    /// `P`: the number of hidden values of one layer in one direction.
    public int stateSize() {
        return isProjected() ? projectionSize : hiddenSize;
    }

    /// `D`: 2 if bidirectional, else 1.
    public int directions() {
        return bidirectional ? 2 : 1;
    }

    /// `D·P`: the number of values that one layer hands on at each step.
    public int outputSize() {
        return directions() * stateSize();
    }

    static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, got " + value);
        }
    }
}
