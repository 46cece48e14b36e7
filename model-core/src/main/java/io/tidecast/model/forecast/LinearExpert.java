package io.tidecast.model.forecast;

import io.tidecast.model.forecast.Situation.TargetSituation;
import java.nio.ByteBuffer;

/// Recursive least squares, one regression for each target and horizon: from the target's last steps, its level, its seasons and the
/// calendar; from the last two steps of the other targets; and from the inputs.
final class LinearExpert implements Expert {
    private static final double FORGETTING = 0.9995;
    private static final double START_VARIANCE = 0.1;
    /// Before so many updates the weights are too uncertain to speak.
    private static final int SILENT_UPDATES = 50;
    /// Steps of each other target that are looked at.
    private static final int OTHER_STEPS = 2;

    private final RecursiveLeastSquares[][] regressions;
    /// What the latest predictions of each horizon were made from, a ring of as many predictions as it looks ahead,
    /// `[C][H][horizon][inputs]`.
    private final double[][][][] inputs;
    private long predictions;

    LinearExpert(ForecasterOptions options) {
        SeriesFields fields = options.fields();
        int targets = fields.targets().size();
        int horizons = options.horizons();
        int size = TargetSituation.RECENT_STEPS + 1 + 2 + 2 * Seasons.COUNT + CalendarFeatures.COUNT
                + OTHER_STEPS * (targets - 1) + 2 * fields.inputs().size() + 2 * fields.ahead().size() + 1;
        regressions = new RecursiveLeastSquares[targets][horizons];
        inputs = new double[targets][horizons][][];
        for (int c = 0; c < targets; c++) {
            for (int h = 0; h < horizons; h++) {
                regressions[c][h] = new RecursiveLeastSquares(size, FORGETTING, START_VARIANCE);
                inputs[c][h] = new double[h + 1][size];
            }
        }
    }

    @Override
    public void predict(Situation situation, double[][] steps) {
        predictions++;
        for (int c = 0; c < regressions.length; c++) {
            for (int h = 0; h < situation.horizons; h++) {
                double[] x = inputs[c][h][(int) (predictions % (h + 1))];
                describe(situation, c, h, x);
                steps[c][h] = said(regressions[c][h], x);
            }
        }
    }

    private static double said(RecursiveLeastSquares regression, double[] x) {
        return regression.updates() < SILENT_UPDATES ? 0 : regression.predict(x);
    }

    @Override
    public void suppose(Situation situation, double[] steps) {
        double[] ahead = situation.ahead[0];
        for (int c = 0; c < regressions.length; c++) {
            double[] x = inputs[c][0][0];
            append(ahead, ahead.length, x, x.length - 1 - ahead.length);
            steps[c] = said(regressions[c][0], x);
        }
    }

    private static void describe(Situation situation, int c, int h, double[] x) {
        TargetSituation target = situation.targets[c];
        int at = append(target.steps, target.steps.length, x, 0);
        x[at++] = target.level;
        at = append(target.usualAround[h], 2, x, at);
        at = append(target.usual[h], Seasons.COUNT, x, at);
        at = append(target.seasonAgo[h], Seasons.COUNT, x, at);
        for (float phase : situation.calendar[h]) {
            x[at++] = phase;
        }
        for (int other = 0; other < situation.targets.length; other++) {
            if (other != c) {
                at = append(situation.targets[other].steps, OTHER_STEPS, x, at);
            }
        }
        at = append(situation.inputs, situation.inputs.length, x, at);
        // At the end, see #suppose.
        at = append(situation.ahead[h], situation.ahead[h].length, x, at);
        x[at] = 1;
    }

    private static int append(double[] values, int count, double[] x, int at) {
        System.arraycopy(values, 0, x, at, count);
        return at + count;
    }

    @Override
    public void learn(Truths truths) {
        for (int c = 0; c < regressions.length; c++) {
            for (int h = 0; h < truths.ages.length; h++) {
                double step = truths.steps[c][h];
                if (!Double.isNaN(step)) {
                    long made = predictions + 1 - truths.ages[h];
                    regressions[c][h].learn(inputs[c][h][(int) (made % (h + 1))], step);
                }
            }
        }
    }

    @Override
    public void restart() {
        for (RecursiveLeastSquares[] target : regressions) {
            for (RecursiveLeastSquares regression : target) {
                regression.restart();
            }
        }
    }

    @Override
    public int byteSize() {
        int size = Long.BYTES;
        for (int c = 0; c < regressions.length; c++) {
            for (int h = 0; h < regressions[c].length; h++) {
                size += regressions[c][h].byteSize() + (h + 1) * inputs[c][h][0].length * Double.BYTES;
            }
        }
        return size;
    }

    @Override
    public void save(ByteBuffer out) {
        out.putLong(predictions);
        for (int c = 0; c < regressions.length; c++) {
            for (int h = 0; h < regressions[c].length; h++) {
                regressions[c][h].save(out);
                for (double[] x : inputs[c][h]) {
                    for (double value : x) {
                        out.putDouble(value);
                    }
                }
            }
        }
    }

    @Override
    public void load(ByteBuffer in) {
        predictions = in.getLong();
        for (int c = 0; c < regressions.length; c++) {
            for (int h = 0; h < regressions[c].length; h++) {
                regressions[c][h].load(in);
                for (double[] x : inputs[c][h]) {
                    for (int i = 0; i < x.length; i++) {
                        x[i] = in.getDouble();
                    }
                }
            }
        }
    }
}
