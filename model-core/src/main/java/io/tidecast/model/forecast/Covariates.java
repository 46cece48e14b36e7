package io.tidecast.model.forecast;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// What a series knows beside its targets: the inputs up to the present, and those ahead.
///
/// An input that is missing is taken to be as it was last, and one that nobody has sent ahead as the newest that was. What was sent
/// for a step stands until it is sent anew.
final class Covariates {
    private final Covariate[] inputs;
    private final Covariate[] ahead;
    /// The values of the inputs ahead at the newest reading, and those sent for the steps after it, `[F][1 + H]`.
    private final double[][] known;

    Covariates(ForecasterOptions options) {
        inputs = covariates(options.fields().inputs().size(), options);
        ahead = covariates(options.fields().ahead().size(), options);
        known = new double[ahead.length][1 + options.horizons()];
        for (double[] values : known) {
            Arrays.fill(values, Double.NaN);
        }
    }

    private static Covariate[] covariates(int count, ForecasterOptions options) {
        var covariates = new Covariate[count];
        for (int i = 0; i < count; i++) {
            covariates[i] = new Covariate(options.scaleHalfLifeSteps());
        }
        return covariates;
    }

    /// Takes the reading in and says what the experts may know.
    ///
    /// @param steps since the reading before
    void advance(Reading reading, long steps, Situation situation) {
        for (int i = 0; i < inputs.length; i++) {
            situation.inputs[2 * i + 1] = inputs[i].add(reading.inputs()[i]);
            situation.inputs[2 * i] = inputs[i].level(reading.inputs()[i]);
        }
        for (int f = 0; f < ahead.length; f++) {
            slide(known[f], steps, reading.ahead()[f]);
            for (int h = known[f].length - 1; h > 0; h--) {
                if (h == 1 || !Double.isNaN(known[f][h])) {
                    ahead[f].add(known[f][h]);
                    break;
                }
            }
        }
        describeAhead(situation);
    }

    /// Takes other values of the inputs ahead to have come with the newest reading, in the scales that there are, and says what the experts
    /// may know of them.
    ///
    /// @param sent `[ahead][steps]`, or shorter; NaN: as it was
    void suppose(double[][] sent, Situation situation) {
        for (int f = 0; f < Math.min(ahead.length, sent.length); f++) {
            slide(known[f], 0, sent[f]);
        }
        describeAhead(situation);
    }

    private void describeAhead(Situation situation) {
        for (int f = 0; f < ahead.length; f++) {
            double now = ahead[f].level(known[f][0]);
            for (int h = 0; h < situation.horizons; h++) {
                double level = ahead[f].level(known[f][h + 1]);
                situation.ahead[h][2 * f] = level;
                situation.ahead[h][2 * f + 1] = level - now;
            }
        }
    }

    private static void slide(double[] known, long steps, double[] sent) {
        int shift = (int) Math.min(steps, known.length);
        System.arraycopy(known, shift, known, 0, known.length - shift);
        Arrays.fill(known, known.length - shift, known.length, Double.NaN);
        for (int h = 1; h < known.length && h <= sent.length; h++) {
            if (!Double.isNaN(sent[h - 1])) {
                known[h] = sent[h - 1];
            }
        }
    }

    int byteSize() {
        int size = (inputs.length + ahead.length) * Covariate.BYTES;
        for (double[] values : known) {
            size += values.length * Double.BYTES;
        }
        return size;
    }

    void save(ByteBuffer out) {
        for (Covariate input : inputs) {
            input.save(out);
        }
        for (int f = 0; f < ahead.length; f++) {
            ahead[f].save(out);
            for (double value : known[f]) {
                out.putDouble(value);
            }
        }
    }

    void load(ByteBuffer in) {
        for (Covariate input : inputs) {
            input.load(in);
        }
        for (int f = 0; f < ahead.length; f++) {
            ahead[f].load(in);
            for (int h = 0; h < known[f].length; h++) {
                known[f][h] = in.getDouble();
            }
        }
    }
}
