package io.tidecast.model.forecast;

import java.nio.ByteBuffer;

/// What comes is the value of the same time in the last season. Its memory is the target's [History].
final class SeasonalNaive implements Expert {
    @Override
    public void predict(Situation situation, double[][] steps) {
        for (int c = 0; c < steps.length; c++) {
            Situation.TargetSituation target = situation.targets[c];
            for (int h = 0; h < situation.horizons; h++) {
                double scale = target.scales[h];
                steps[c][h] = scale > 0 ? (target.seasonalLast[h] - target.lastValue) / scale : Double.NaN;
            }
        }
    }

    @Override
    public void learn(Truths truths) {}

    @Override
    public void restart() {}

    @Override
    public int byteSize() {
        return 0;
    }

    @Override
    public void save(ByteBuffer out) {}

    @Override
    public void load(ByteBuffer in) {}
}
