package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// Online scale of one series: exponentially weighted mean and standard deviation of its level, and RMS of its steps.
final class Scaler {
    static final int BYTES = Double.BYTES + 3 * WeightedMean.BYTES;

    private final WeightedMean level;
    private final WeightedMean squaredLevel;
    private final WeightedMean squaredStep;
    /// Keeps `E[y²] - E[y]²` from cancelling: levels are counted from the first value of the series.
    private double origin = Double.NaN;

    Scaler(double halfLife) {
        level = new WeightedMean(halfLife);
        squaredLevel = new WeightedMean(halfLife);
        squaredStep = new WeightedMean(halfLife);
    }

    /// @param step difference to the value before; NaN: there is none
    void add(double value, double step) {
        if (Double.isNaN(origin)) {
            origin = value;
        }
        double centred = value - origin;
        level.add(centred);
        squaredLevel.add(centred * centred);
        if (!Double.isNaN(step)) {
            squaredStep.add(step * step);
        }
    }

    /// `(value - mean) / standard deviation`; 0 as long as the series has not moved.
    double standardise(double value) {
        double mean = level.value();
        double variance = squaredLevel.value() - mean * mean;
        return variance > 0 ? (value - origin - mean) / Math.sqrt(variance) : 0;
    }

    /// Standard deviations in a unit of the series; 0 as long as the series has not moved.
    double perUnit() {
        double mean = level.value();
        double variance = squaredLevel.value() - mean * mean;
        return variance > 0 ? 1 / Math.sqrt(variance) : 0;
    }

    /// RMS of the steps, in the unit of the series; 0 as long as the series has not moved.
    double stepRms() {
        return Math.sqrt(squaredStep.value());
    }

    /// The unit that everything is counted in now.
    Scale scale() {
        double perUnit = perUnit();
        return new Scale(level.isEmpty() ? Double.NaN : origin + level.value(), perUnit > 0 ? 1 / perUnit : 0,
                stepRms());
    }

    void save(ByteBuffer out) {
        out.putDouble(origin);
        level.save(out);
        squaredLevel.save(out);
        squaredStep.save(out);
    }

    void load(ByteBuffer in) {
        origin = in.getDouble();
        level.load(in);
        squaredLevel.load(in);
        squaredStep.load(in);
    }
}
