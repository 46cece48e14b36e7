package io.tidecast.model.train;

/// How gradients become moves.
///
/// @param optimizer        the rule
/// @param schedule         of the learning rate
/// @param maxGradientNorm  gradients longer than this (Euclidean, over all parameters) are shortened to it, as
///                         `clip_grad_norm_`; infinite for no bound
/// @param maxGradientValue each component is first cut to this size, as `clip_grad_value_`; infinite for no bound
public record DescentOptions(
        Optimizer optimizer, Schedule schedule, double maxGradientNorm, double maxGradientValue) {

    public DescentOptions {
        if (!(maxGradientNorm > 0) || !(maxGradientValue > 0)) {
            throw new IllegalArgumentException(
                    "maxGradientNorm and maxGradientValue must be positive, got %s and %s"
                            .formatted(maxGradientNorm, maxGradientValue));
        }
    }

    /// Constant rate, no clipping.
    public DescentOptions(Optimizer optimizer) {
        this(optimizer, new Schedule.Constant(), Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    public DescentOptions withSchedule(Schedule schedule) {
        return new DescentOptions(optimizer, schedule, maxGradientNorm, maxGradientValue);
    }

    public DescentOptions withMaxGradientNorm(double maxGradientNorm) {
        return new DescentOptions(optimizer, schedule, maxGradientNorm, maxGradientValue);
    }

    public DescentOptions withMaxGradientValue(double maxGradientValue) {
        return new DescentOptions(optimizer, schedule, maxGradientNorm, maxGradientValue);
    }
}
