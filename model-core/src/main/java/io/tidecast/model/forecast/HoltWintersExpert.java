package io.tidecast.model.forecast;

import io.tidecast.model.forecast.ForecasterOptions.Seasonality;
import io.tidecast.model.forecast.Situation.TargetSituation;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// [HoltWinters] of each target, begun anew when the series' season has become known.
final class HoltWintersExpert implements Expert {
    private final Seasonality seasonality;
    private final HoltWinters[] models;
    private int season;

    HoltWintersExpert(ForecasterOptions options) {
        seasonality = options.seasonality();
        models = new HoltWinters[options.fields().targets().size()];
        begin(0);
    }

    private void begin(int seasonSteps) {
        season = seasonSteps;
        Arrays.setAll(models, c -> new HoltWinters(seasonality, season));
    }

    @Override
    public void predict(Situation situation, double[][] steps) {
        if (situation.season > 0 && situation.season != season) {
            begin(situation.season);
        }
        long skipped = Math.min(situation.steps - 1, Math.max(1, season));
        for (int c = 0; c < models.length; c++) {
            TargetSituation target = situation.targets[c];
            for (long i = 0; i < skipped; i++) {
                models[c].add(Double.NaN);
            }
            models[c].add(target.value);
            for (int h = 0; h < situation.horizons; h++) {
                double scale = target.scales[h];
                steps[c][h] = scale > 0 ? (models[c].forecast(h + 1) - target.lastValue) / scale : Double.NaN;
            }
        }
    }

    /// It has learnt when it saw the reading.
    @Override
    public void learn(Truths truths) {}

    @Override
    public void restart() {
        begin(season);
    }

    @Override
    public int byteSize() {
        return Integer.BYTES + Arrays.stream(models).mapToInt(HoltWinters::byteSize).sum();
    }

    @Override
    public void save(ByteBuffer out) {
        out.putInt(season);
        for (HoltWinters model : models) {
            model.save(out);
        }
    }

    @Override
    public void load(ByteBuffer in) {
        int seasonSteps = in.getInt();
        if (seasonSteps < 0 || seasonSteps > in.remaining()) {
            throw new IllegalArgumentException(
                    "a saved season must have its terms behind it, got %d steps".formatted(seasonSteps));
        }
        begin(seasonSteps);
        for (HoltWinters model : models) {
            model.load(in);
        }
    }
}
