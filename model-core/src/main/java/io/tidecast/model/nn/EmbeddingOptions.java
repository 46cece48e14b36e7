package io.tidecast.model.nn;

import java.util.OptionalInt;

/// The shape of an [Embedding], as the arguments of `torch.nn.Embedding`.
///
/// @param count                    number of categories
/// @param size                     `E`, length of each category's vector
/// @param paddingIndex             a category whose vector starts at zero and is never learned
/// @param maxNorm                  vectors longer than this are shortened to it when they are looked up; infinite for none
/// @param scaleGradientByFrequency whether a category's gradient is divided by how often it occurs in the batch
/// @param columns                  how many of a network's inputs are categories, the last ones; they share the table
public record EmbeddingOptions(
        int count, int size, OptionalInt paddingIndex, double maxNorm, boolean scaleGradientByFrequency,
        int columns) {

    public EmbeddingOptions {
        RecurrentOptions.requirePositive("count", count);
        RecurrentOptions.requirePositive("size", size);
        RecurrentOptions.requirePositive("columns", columns);
        if (paddingIndex.isPresent() && (paddingIndex.getAsInt() < 0 || paddingIndex.getAsInt() >= count)) {
            throw new IllegalArgumentException(
                    "paddingIndex must be from 0 to %d, got %d".formatted(count - 1,
                            paddingIndex.getAsInt()));
        }
        if (!(maxNorm > 0)) {
            throw new IllegalArgumentException("maxNorm must be positive, got " + maxNorm);
        }
    }

    /// Without padding, bound or scaling, of the only input.
    public EmbeddingOptions(int count, int size) {
        this(count, size, OptionalInt.empty(), Double.POSITIVE_INFINITY, false);
    }

    /// Of the only input.
    public EmbeddingOptions(
            int count, int size, OptionalInt paddingIndex, double maxNorm, boolean scaleGradientByFrequency) {
        this(count, size, paddingIndex, maxNorm, scaleGradientByFrequency, 1);
    }

    /// The same, looked up for so many inputs.
    public EmbeddingOptions withColumns(int columns) {
        return new EmbeddingOptions(count, size, paddingIndex, maxNorm, scaleGradientByFrequency, columns);
    }

    /// Values that the vectors of all columns have together.
    int width() {
        return columns * size;
    }
}
