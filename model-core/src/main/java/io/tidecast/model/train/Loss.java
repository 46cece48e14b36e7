package io.tidecast.model.train;

/// What a network is trained to make small: the mean over all targets that are present. A NaN target is not scored.
public sealed interface Loss permits CrossEntropy, DistributionLoss, ElementwiseLoss, Quantile {
    /// The number of target values for each row of outputs.
    ///
    /// @throws IllegalArgumentException when no such number goes with the outputs
    int targetSize(int outputSize);

    /// How much one row of targets counts in the mean: as a rule, how many are present.
    default double weight(float[] target, int offset, int length) {
        int present = 0;
        for (int i = 0; i < length; i++) {
            if (!Float.isNaN(target[offset + i])) {
                present++;
            }
        }
        return present;
    }

    /// The sum of the losses of one row, and its gradient.
    ///
    /// @param output  `[outputSize]` from `outputOffset`
    /// @param target  `[targetSize]` from `targetOffset`
    /// @param scale   factor of the gradient
    /// @param dOutput overwritten: `scale · d loss / d output`, at the places of the outputs
    double row(
            float[] output, int outputOffset, int outputSize, float[] target, int targetOffset, double scale,
            float[] dOutput);

    /// The sum of [#weight] over a batch of rows.
    default double totalWeight(float[] target, int offset, int rows, int targetSize) {
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            sum += weight(target, offset + r * targetSize, targetSize);
        }
        return sum;
    }

    /// The mean loss of a batch of rows, and its gradient.
    ///
    /// @param output      `[rows, outputSize]` from index 0
    /// @param target      `[rows, targetSize]` from `targetOffset`
    /// @param totalWeight by which the sum is divided: that of [#totalWeight], or 1 for the sum itself
    /// @param dOutput     overwritten, `[rows, outputSize]`
    default double mean(
            float[] output, int rows, int outputSize, float[] target, int targetOffset, double totalWeight,
            float[] dOutput) {
        int targetSize = targetSize(outputSize);
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            sum += row(
                    output, r * outputSize, outputSize, target, targetOffset + r * targetSize,
                    1 / totalWeight, dOutput);
        }
        return sum / totalWeight;
    }
}
