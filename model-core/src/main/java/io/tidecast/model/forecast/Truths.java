package io.tidecast.model.forecast;

/// The truths of earlier predictions that a reading has brought.
final class Truths {
    /// The change from the last value at the time of the prediction to now, in the RMS changes of that time; NaN: unknown, `[C][H]`.
    final double[][] steps;
    /// How many predictions ago the one for now was made so many steps ahead, 1 being the newest; 0: there was none, `[H]`.
    final int[] ages;

    Truths(int targets, int horizons) {
        steps = new double[targets][horizons];
        ages = new int[horizons];
    }

    /// Whether there is one.
    boolean any() {
        for (double[] target : steps) {
            for (double step : target) {
                if (!Double.isNaN(step)) {
                    return true;
                }
            }
        }
        return false;
    }
}
