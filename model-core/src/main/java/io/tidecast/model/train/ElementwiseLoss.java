package io.tidecast.model.train;

/// A loss that compares each output with a target of its own.
public sealed interface ElementwiseLoss extends Loss permits Huber, MeanAbsoluteError, MeanSquaredError {
    /// The loss of one output.
    ///
    /// @param error output minus target
    double value(double error);

    /// The derivative of [#value].
    double slope(double error);

    @Override
    default int targetSize(int outputSize) {
        return outputSize;
    }

    @Override
    default double row(
            float[] output, int outputOffset, int outputSize, float[] target, int targetOffset, double scale,
            float[] dOutput) {
        double sum = 0;
        for (int i = 0; i < outputSize; i++) {
            float t = target[targetOffset + i];
            if (Float.isNaN(t)) {
                dOutput[outputOffset + i] = 0;
                continue;
            }
            double error = (double) output[outputOffset + i] - t;
            sum += value(error);
            dOutput[outputOffset + i] = (float) (scale * slope(error));
        }
        return sum;
    }
}
