package io.tidecast.model.train;

/// The negative log-likelihood of a distribution whose place and log-scale the network puts out, for each target two outputs
/// side by side: `[targets][place, log-scale]`.
public sealed interface DistributionLoss extends Loss permits GaussianNll, StudentTNll {
    /// The loss of one target.
    ///
    /// @param error    place minus target
    /// @param logScale the second output
    double value(double error, double logScale);

    /// The derivative of [#value] by the place.
    double slope(double error, double logScale);

    /// The derivative of [#value] by the log-scale.
    double scaleSlope(double error, double logScale);

    @Override
    default int targetSize(int outputSize) {
        if (outputSize % 2 != 0) {
            throw new IllegalArgumentException(
                    "outputs must be pairs of place and log-scale, got %d".formatted(outputSize));
        }
        return outputSize / 2;
    }

    @Override
    default double row(
            float[] output, int outputOffset, int outputSize, float[] target, int targetOffset, double scale,
            float[] dOutput) {
        double sum = 0;
        for (int i = 0; i < outputSize / 2; i++) {
            int place = outputOffset + 2 * i;
            float t = target[targetOffset + i];
            if (Float.isNaN(t)) {
                dOutput[place] = 0;
                dOutput[place + 1] = 0;
                continue;
            }
            double error = (double) output[place] - t;
            double logScale = output[place + 1];
            sum += value(error, logScale);
            dOutput[place] = (float) (scale * slope(error, logScale));
            dOutput[place + 1] = (float) (scale * scaleSlope(error, logScale));
        }
        return sum;
    }
}
