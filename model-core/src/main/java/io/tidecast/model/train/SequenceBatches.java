package io.tidecast.model.train;

/// One long sequence cut into batches of shorter ones, as it is taught for character models.
///
/// The sequence is laid out in `B` rows of equal length, one below the other; batch `n` is columns `n·T` to `(n+1)·T`. So row
/// `b` of a batch goes on where row `b` of the batch before ended, and the state can be handed on. What does not fill a
/// whole batch at the end is left out:
///
/// ```
/// 1 … 12 in 2 rows, 3 steps:   batch 0: 1 2 3   batch 1:  4  5  6
///                                       7 8 9            10 11 12
/// ```
public final class SequenceBatches {
    private final float[] inputs;
    private final float[] targets;
    private final int inputSize;
    private final int targetSize;
    private final int batchSize;
    private final int steps;
    private final int count;

    /// @param inputs     `[length][inputSize]`
    /// @param targets    `[length][targetSize]`, for each input its own
    /// @param batchSize  `B`
    /// @param steps      `T`
    public SequenceBatches(
            float[] inputs, int inputSize, float[] targets, int targetSize, int batchSize, int steps) {
        int length = inputs.length / inputSize;
        if (targets.length / targetSize != length) {
            throw new IllegalArgumentException(
                    "there must be a target for each of %d inputs, got %d"
                            .formatted(length, targets.length / targetSize));
        }
        if (batchSize < 1 || steps < 1 || length < Math.multiplyExact(batchSize, steps)) {
            throw new IllegalArgumentException(
                    "a batch of %d rows of %d steps needs as many inputs, got %d"
                            .formatted(batchSize, steps, length));
        }
        this.inputs = inputs;
        this.targets = targets;
        this.inputSize = inputSize;
        this.targetSize = targetSize;
        this.batchSize = batchSize;
        this.steps = steps;
        count = length / (batchSize * steps);
    }

    /// Batches whose targets are the inputs shifted by one: for each the next, and for the last one that is used the first.
    ///
    /// @param values `[length][size]`
    public static SequenceBatches ofNext(float[] values, int size, int batchSize, int steps) {
        int rows = batchSize * steps;
        int used = rows == 0 ? 0 : values.length / size / rows * rows * size;
        float[] next = new float[used];
        float[] inputs = new float[used];
        System.arraycopy(values, 0, inputs, 0, used);
        for (int i = 0; i < used; i++) {
            next[i] = values[(i + size) % used];
        }
        return new SequenceBatches(inputs, size, next, size, batchSize, steps);
    }

    /// The number of batches.
    public int count() {
        return count;
    }

    /// `B`: the number of rows of a batch.
    public int batchSize() {
        return batchSize;
    }

    /// `T`: the number of steps of a batch.
    public int steps() {
        return steps;
    }

    /// The inputs of batch `n`, `[T][B][inputSize]`; a new array.
    public float[] inputs(int n) {
        return cut(inputs, inputSize, n);
    }

    /// The targets of batch `n`, `[T][B][targetSize]`; a new array.
    public float[] targets(int n) {
        return cut(targets, targetSize, n);
    }

    private float[] cut(float[] values, int size, int n) {
        float[] batch = new float[steps * batchSize * size];
        for (int t = 0; t < steps; t++) {
            for (int b = 0; b < batchSize; b++) {
                int from = (b * count + n) * steps + t;
                System.arraycopy(values, from * size, batch, (t * batchSize + b) * size, size);
            }
        }
        return batch;
    }
}
