package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// Exponentially weighted mean without start-up bias.
///
/// `s ← λ s + (1-λ) x`, `w ← λ w + (1-λ)`, mean `= s / w`; the bias correction of Kingma & Ba 2015, section 3.
final class WeightedMean {
    static final int BYTES = 2 * Double.BYTES;

    private final double decay;
    private double sum;
    private double weight;

    /// @param halfLife values after which a value's weight has halved
    WeightedMean(double halfLife) {
        decay = StrictMath.pow(0.5, 1 / halfLife);
    }

    void add(double value) {
        sum = decay * sum + (1 - decay) * value;
        weight = decay * weight + (1 - decay);
    }

    void clear() {
        sum = 0;
        weight = 0;
    }

    boolean isEmpty() {
        return weight == 0;
    }

    /// The mean; 0 as long as there is no value.
    double value() {
        return weight == 0 ? 0 : sum / weight;
    }

    void save(ByteBuffer out) {
        out.putDouble(sum).putDouble(weight);
    }

    void load(ByteBuffer in) {
        sum = in.getDouble();
        weight = in.getDouble();
    }
}
