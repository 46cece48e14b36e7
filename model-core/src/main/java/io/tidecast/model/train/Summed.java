package io.tidecast.model.train;

/// Another loss summed over all targets instead of averaged, as `reduction="sum"`.
public record Summed(Loss loss) implements Loss {

    @Override
    public int targetSize(int outputSize) {
        return loss.targetSize(outputSize);
    }

    @Override
    public double weight(float[] target, int offset, int length) {
        return loss.weight(target, offset, length);
    }

    /// One, by which nothing is divided, or zero when no target is present.
    @Override
    public double totalWeight(float[] target, int offset, int rows, int targetSize) {
        return loss.totalWeight(target, offset, rows, targetSize) > 0 ? 1 : 0;
    }

    @Override
    public double row(
            float[] output, int outputOffset, int outputSize, float[] target, int targetOffset, double scale,
            float[] dOutput) {
        return loss.row(output, outputOffset, outputSize, target, targetOffset, scale, dOutput);
    }
}
