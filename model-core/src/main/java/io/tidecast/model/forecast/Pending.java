package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// A forecast of one target and horizon that waits for its truth, and what is needed to learn from that.
final class Pending {
    /// The step that it is for; [Long#MIN_VALUE]: there is no forecast.
    long targetStep = Long.MIN_VALUE;
    /// Number of the prediction that it was made at.
    long prediction;
    /// The last value when it was made; whether that was the newest reading's.
    double lastValue;
    boolean fresh;
    /// RMS change until the time to forecast, in the unit of the target; 0: it had not moved.
    double scale;
    double point;
    /// Standard deviation that was expected of its error.
    double deviation;
    /// What each expert said, in units of `scale`, `[experts]`.
    final double[] steps;
    /// Lower and upper end for each level, `[2L]`.
    final double[] bounds;
    /// What the deviation was told from, `[ErrorScale.INPUTS]`.
    final double[] errorInputs = new double[ErrorScale.INPUTS];

    Pending(int experts, int levels) {
        steps = new double[experts];
        bounds = new double[2 * levels];
    }

    int byteSize() {
        return 2 * Long.BYTES + 1 + (4 + steps.length + bounds.length + errorInputs.length) * Double.BYTES;
    }

    void save(ByteBuffer out) {
        out.putLong(targetStep).putLong(prediction).putDouble(lastValue).put((byte) (fresh ? 1 : 0))
                .putDouble(scale).putDouble(point).putDouble(deviation);
        for (double[] values : new double[][]{steps, bounds, errorInputs}) {
            for (double value : values) {
                out.putDouble(value);
            }
        }
    }

    void load(ByteBuffer in) {
        targetStep = in.getLong();
        prediction = in.getLong();
        lastValue = in.getDouble();
        fresh = in.get() != 0;
        scale = in.getDouble();
        point = in.getDouble();
        deviation = in.getDouble();
        for (double[] values : new double[][]{steps, bounds, errorInputs}) {
            for (int i = 0; i < values.length; i++) {
                values[i] = in.getDouble();
            }
        }
    }
}
