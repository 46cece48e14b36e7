package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// One input of a series: its scale and its last value.
final class Covariate {
    private static final double LARGEST_INPUT = 6;
    static final int BYTES = Scaler.BYTES + Double.BYTES;

    private final Scaler scaler;
    /// The newest value that is not missing; NaN: none yet.
    private double last = Double.NaN;

    Covariate(double halfLife) {
        scaler = new Scaler(halfLife);
    }

    /// Takes the next value in.
    ///
    /// @param value NaN: missing
    /// @return the standardised change since the last value; 0 where one of them is missing
    double add(double value) {
        if (Double.isNaN(value)) {
            return 0;
        }
        double change = value - last;
        scaler.add(value, change);
        last = value;
        return Double.isNaN(change) ? 0 : clipped(change * scaler.perUnit());
    }

    /// The standardised value; a missing one is the last one.
    double level(double value) {
        double known = Double.isNaN(value) ? last : value;
        return Double.isNaN(known) ? 0 : clipped(scaler.standardise(known));
    }

    private static double clipped(double value) {
        return Math.clamp(value, -LARGEST_INPUT, LARGEST_INPUT);
    }

    void save(ByteBuffer out) {
        scaler.save(out);
        out.putDouble(last);
    }

    void load(ByteBuffer in) {
        scaler.load(in);
        last = in.getDouble();
    }
}
