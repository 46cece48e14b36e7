package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// Makes one forecast of several experts' by weights that it learns online.
///
/// An expert that has nothing to say, NaN, counts as the mean of the others at that step. If none has, the combination is a step
/// of 0, the last value, and no weight changes.
sealed interface Combiner permits ExponentiatedGradient, Stacking {
    /// The combined step.
    ///
    /// @param steps the experts' steps from the last value, `[experts]`; NaN: none
    double combine(double[] steps);

    /// Learns from the truth of a combination.
    ///
    /// @param steps what was combined, `[experts]`
    /// @param step  what came
    void learn(double[] steps, double step);

    /// The weight of one expert's forecast in the combination; all add up to 1.
    double weight(int expert);

    /// Bytes that [#save] writes.
    int byteSize();

    /// Writes the state, little-endian.
    void save(ByteBuffer out);

    /// Reads what [#save] wrote.
    void load(ByteBuffer in);

    /// Writes the experts' deviations from the mean of those that have something to say, 0 for the others.
    ///
    /// @param deviations overwritten, `[experts]`
    /// @return the mean; 0 if none has
    static double centre(double[] steps, double[] deviations) {
        int known = 0;
        for (double step : steps) {
            known += Double.isNaN(step) ? 0 : 1;
        }
        double mean = 0;
        for (double step : steps) {
            mean += Double.isNaN(step) ? 0 : step / known;
        }
        for (int i = 0; i < steps.length; i++) {
            deviations[i] = Double.isNaN(steps[i]) ? 0 : steps[i] - mean;
        }
        return mean;
    }
}
