package io.tidecast.model.train;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// The cross-entropy of classes, as `torch.nn.CrossEntropyLoss`. The outputs are logits `z [C]`, the one target is the number
/// `y` of the class.
///
/// With `p = softmax(z)`, class weights `w` and label smoothing `ε`:
///
/// `loss = -(1-ε)·w_y·ln p_y - ε/C · Σ_c w_c·ln p_c`, and the mean divides by the sum of `w_y`
///
/// @param weights        the `w`, one for each class; empty for all 1
/// @param ignoreIndex    a class number that is not scored, like NaN
/// @param labelSmoothing `ε`
public record CrossEntropy(List<Double> weights, OptionalInt ignoreIndex,
        double labelSmoothing) implements Loss {

    public CrossEntropy {
        weights = List.copyOf(weights);
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
            throw new IllegalArgumentException("labelSmoothing must be from 0 to 1, got " + labelSmoothing);
        }
    }

    /// All classes alike.
    public CrossEntropy() {
        this(List.of(), OptionalInt.empty(), 0);
    }

    @Override
    public int targetSize(int outputSize) {
        if (!weights.isEmpty() && weights.size() != outputSize) {
            throw new IllegalArgumentException(
                    "there must be a weight for each of %d classes, got %d".formatted(outputSize,
                            weights.size()));
        }
        return 1;
    }

    @Override
    public double weight(float[] target, int offset, int length) {
        float y = target[offset];
        return Float.isNaN(y) || isIgnored(y) ? 0 : weight((int) y);
    }

    @Override
    public double row(
            float[] z, int offset, int classes, float[] target, int targetOffset, double scale, float[] dZ) {
        float y = target[targetOffset];
        if (Float.isNaN(y) || isIgnored(y)) {
            Arrays.fill(dZ, offset, offset + classes, 0);
            return 0;
        }
        if (!(y >= 0 && y < classes) || y != (int) y) {
            throw new IllegalArgumentException(
                    "a class must be a whole number from 0 to %d, got %s".formatted(classes - 1, y));
        }
        double logSum = logSumExp(z, offset, classes);
        double share = labelSmoothing / classes;
        double loss = 0;
        double totalWeight = 0;
        for (int c = 0; c < classes; c++) {
            double weight = share * weight(c) + (c == (int) y ? (1 - labelSmoothing) * weight(c) : 0);
            loss += weight * (logSum - z[offset + c]);
            totalWeight += weight;
            dZ[offset + c] = (float) (-scale * weight);
        }
        for (int c = 0; c < classes; c++) {
            double p = StrictMath.exp(z[offset + c] - logSum);
            dZ[offset + c] += (float) (scale * totalWeight * p);
        }
        return loss;
    }

    private static double logSumExp(float[] z, int offset, int length) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < length; c++) {
            largest = Math.max(largest, z[offset + c]);
        }
        double sum = 0;
        for (int c = 0; c < length; c++) {
            sum += StrictMath.exp(z[offset + c] - largest);
        }
        return largest + StrictMath.log(sum);
    }

    private boolean isIgnored(float y) {
        return ignoreIndex.isPresent() && ignoreIndex.getAsInt() == (int) y;
    }

    private double weight(int c) {
        return weights.isEmpty() ? 1 : weights.get(c);
    }
}
