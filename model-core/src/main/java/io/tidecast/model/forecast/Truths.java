package io.tidecast.model.forecast;

import java.util.Arrays;

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

    /// Where the target of an input stands that is not the newest; as [TruncatedBptt#setTarget][io.tidecast.model.train.TruncatedBptt].
    @FunctionalInterface
    interface EarlierTarget {
        void set(int back, int index, float value);
    }

    /// Makes them the targets of the inputs that a network has been fed. Each is learnt from in as many updates as the window has readings,
    /// from the reading at which it came.
    ///
    /// @param heads   horizons that the network has outputs for
    /// @param window  readings that an update looks back over
    /// @param newest  overwritten with the targets of the newest input, `[C·heads]`; NaN: none
    /// @param earlier receives the others
    void teach(int heads, int window, float[] newest, EarlierTarget earlier) {
        Arrays.fill(newest, Float.NaN);
        for (int h = 0; h < heads; h++) {
            int age = ages[h];
            for (int c = 0; c < steps.length; c++) {
                int output = c * heads + h;
                float step = (float) steps[c][h];
                if (age == 1) {
                    newest[output] = step;
                } else if (age > 1) {
                    earlier.set(age - 1, output, step);
                }
                // It has been learnt from in `window` updates.
                earlier.set(Math.max(1, age) - 1 + window, output, Float.NaN);
            }
        }
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
