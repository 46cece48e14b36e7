package io.tidecast.model.nn;

import java.util.Optional;

/// The shape of a [RecurrentNetwork] and how it starts.
///
/// @param embedding      looks up those inputs of the network that are categories: their vectors are the recurrent layers' last inputs,
///                       behind the inputs that are numbers
/// @param recurrent      the recurrent layers
/// @param head           what follows them
/// @param outputSize     `O`, the number of values that the network puts out
/// @param headBias       whether the head adds a bias
/// @param initialisation how the weights start
public record NetworkOptions(
        Optional<EmbeddingOptions> embedding, RecurrentOptions recurrent, Head head, int outputSize,
        boolean headBias,
        InitialisationOptions initialisation) {

    public NetworkOptions {
        RecurrentOptions.requirePositive("outputSize", outputSize);
        if (head == Head.NONE && outputSize != recurrent.outputSize()) {
            throw new IllegalArgumentException(
                    "outputSize without a head must be that of the recurrent layers, %d, got %d"
                            .formatted(recurrent.outputSize(), outputSize));
        }
        if (embedding.isPresent() && embedding.get().width() > recurrent.inputSize()) {
            throw new IllegalArgumentException(
                    "inputSize of the recurrent layers must have room for the embedding's %d values, got %d"
                            .formatted(embedding.get().width(), recurrent.inputSize()));
        }
    }

    /// A linear head with bias on every step, and PyTorch's initial weights.
    public NetworkOptions(RecurrentOptions recurrent, int outputSize) {
        this(Optional.empty(), recurrent, Head.EVERY_STEP, outputSize, true, InitialisationOptions.PYTORCH);
    }

    public NetworkOptions withEmbedding(EmbeddingOptions embedding) {
        return new NetworkOptions(
                Optional.of(embedding), recurrent, head, outputSize, headBias, initialisation);
    }

    public NetworkOptions withHead(Head head) {
        return new NetworkOptions(embedding, recurrent, head, outputSize, headBias, initialisation);
    }

    public NetworkOptions withHeadBias(boolean headBias) {
        return new NetworkOptions(embedding, recurrent, head, outputSize, headBias, initialisation);
    }

    public NetworkOptions withInitialisation(InitialisationOptions initialisation) {
        return new NetworkOptions(embedding, recurrent, head, outputSize, headBias, initialisation);
    }

    /// `I`: the number of values of one input, 1 for each category.
    public int inputSize() {
        return numbers() + embedding.map(EmbeddingOptions::columns).orElse(0);
    }

    /// How many of them are numbers; they stand before the categories.
    int numbers() {
        return recurrent.inputSize() - embedding.map(EmbeddingOptions::width).orElse(0);
    }
}
