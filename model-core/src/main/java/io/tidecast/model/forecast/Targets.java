package io.tidecast.model.forecast;

import static java.util.Objects.requireNonNull;

import io.tidecast.model.forecast.Forecast.Anomaly;
import io.tidecast.model.forecast.Forecast.FieldForecast;
import io.tidecast.model.forecast.Forecast.HorizonForecast;
import io.tidecast.model.forecast.Forecast.Resolved;
import io.tidecast.model.forecast.Forecast.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The targets of a series, in the order of the model's fields. The step of the newest reading is `now` everywhere.
final class Targets {
    private final ForecasterOptions options;
    private final TargetTrack[] tracks;

    Targets(ForecasterOptions options) {
        this.options = options;
        tracks = new TargetTrack[options.fields().targets().size()];
        Arrays.setAll(tracks, c -> new TargetTrack(options));
    }

    /// Whether any has had a value.
    boolean hasValue() {
        for (TargetTrack track : tracks) {
            if (!Double.isNaN(track.lastValue())) {
                return true;
            }
        }
        return false;
    }

    /// Scores what was forecast for now, and says what the experts may learn from.
    ///
    /// @param predictions made so far
    /// @param truths      overwritten
    Resolved[][] score(Reading reading, long now, long predictions, Truths truths) {
        var resolved = new Resolved[tracks.length][options.horizons()];
        Arrays.fill(truths.ages, 0);
        for (int c = 0; c < tracks.length; c++) {
            double actual = reading.values()[c];
            for (int h = 1; h <= options.horizons(); h++) {
                HorizonTrack track = tracks[c].horizon(h);
                Pending forecast = track.forecastFor(now);
                truths.steps[c][h - 1] = Double.NaN;
                if (forecast != null && !Double.isNaN(actual)) {
                    resolved[c][h - 1] = track.score(forecast, actual);
                    truths.steps[c][h - 1] = tracks[c].isSettled()
                            ? HorizonTrack.truth(forecast, actual)
                            : Double.NaN;
                    truths.ages[h - 1] = (int) (predictions + 1 - forecast.prediction);
                }
            }
        }
        return resolved;
    }

    /// How unusual each value is, given the forecast for now one step ahead; null where there is no such forecast or no value.
    @Nullable
    Anomaly[] anomalies(Reading reading, long now) {
        var anomalies = new @Nullable Anomaly[tracks.length];
        for (int c = 0; c < tracks.length; c++) {
            Pending forecast = tracks[c].horizon(1).forecastFor(now);
            if (forecast != null && !Double.isNaN(reading.values()[c])) {
                anomalies[c] = tracks[c].anomaly(forecast, reading.values()[c]);
            }
        }
        return anomalies;
    }

    /// Whether a target's errors have become larger than they were.
    boolean hasDrifted(int target, Reading reading, long now) {
        Pending forecast = tracks[target].horizon(1).forecastFor(now);
        double actual = reading.values()[target];
        return forecast != null && !Double.isNaN(actual) && tracks[target].hasDrifted(forecast, actual);
    }

    /// Leaves a target's forecasts to the expert that did best of late, for a while.
    void followBest(int target) {
        for (int h = 1; h <= options.horizons(); h++) {
            tracks[target].horizon(h).followBest();
        }
    }

    /// Learns to combine and to tell the size of errors.
    ///
    /// @return forecasts learnt from before their time: 0 as long as nothing is broken
    int learn(Reading reading, long now, Truths truths) {
        int early = 0;
        for (int c = 0; c < tracks.length; c++) {
            for (int h = 1; h <= options.horizons(); h++) {
                double step = truths.steps[c][h - 1];
                if (!Double.isNaN(step)) {
                    HorizonTrack track = tracks[c].horizon(h);
                    Pending forecast = requireNonNull(track.forecastFor(now));
                    early += forecast.targetStep > now ? 1 : 0;
                    track.learn(forecast, step, reading.values()[c], reading.time());
                    if (h == 1) {
                        tracks[c].countUpdate();
                    }
                }
            }
        }
        return early;
    }

    /// Takes a reading into scales, seasons and last values.
    ///
    /// @param steps since the reading before, at least 1
    void advance(Reading reading, long steps, long now, SamplingInterval interval) {
        for (int c = 0; c < tracks.length; c++) {
            tracks[c].advance(reading.time(), reading.values()[c], steps, now, interval);
        }
    }

    /// Says what the experts may know.
    void describe(Reading reading, SamplingInterval interval, Situation situation) {
        for (int c = 0; c < tracks.length; c++) {
            tracks[c].describe(reading.time(), reading.values()[c], interval, situation.targets[c]);
        }
    }

    /// Combines what the experts have said, for each target that has had a value.
    ///
    /// @param prediction number of this prediction
    List<FieldForecast> forecast(Reading reading, Experts experts, Situation situation, long now,
            long prediction, SamplingInterval interval, Resolved[][] resolved,
            @Nullable Anomaly[] anomalies) {
        long season = Seasons.millis(0, options.seasonSteps(), interval);
        double[] said = new double[experts.count()];
        var fields = new ArrayList<FieldForecast>(tracks.length);
        for (int c = 0; c < tracks.length; c++) {
            if (Double.isNaN(tracks[c].lastValue())) {
                continue;
            }
            var horizons = new ArrayList<HorizonForecast>(options.horizons());
            for (int h = 1; h <= options.horizons(); h++) {
                experts.said(c, h, said);
                horizons.add(tracks[c].horizon(h).forecast(situation.targets[c], said, now, prediction,
                        reading.time() + h * interval.millis(), interval, season, resolved[c][h - 1]));
            }
            fields.add(field(c, reading.values()[c], anomalies[c], horizons));
        }
        return fields;
    }

    /// The forecasts that were made at the newest reading, once more, without what had been resolved then; empty: there are none.
    ///
    /// @param time of the newest reading
    List<FieldForecast> newest(long now, long time, SamplingInterval interval) {
        var fields = new ArrayList<FieldForecast>(tracks.length);
        for (int c = 0; c < tracks.length; c++) {
            var horizons = new ArrayList<HorizonForecast>(options.horizons());
            for (int h = 1; h <= options.horizons(); h++) {
                HorizonForecast newest = tracks[c].horizon(h).newest(now, time + h * interval.millis());
                if (newest != null) {
                    horizons.add(newest);
                }
            }
            if (!horizons.isEmpty()) {
                Pending next = requireNonNull(tracks[c].horizon(1).forecastFor(now + 1));
                fields.add(field(c, next.fresh ? next.lastValue : Double.NaN, null, horizons));
            }
        }
        return fields;
    }

    /// Combines anew what the experts say of the next step, see [Experts#suppose].
    ///
    /// @return the points, `[C]`; NaN: there is no forecast
    double[] suppose(Experts experts, Situation situation, long now) {
        double[][] said = new double[experts.count()][tracks.length];
        for (int c = 0; c < tracks.length; c++) {
            Pending next = tracks[c].horizon(1).forecastFor(now + 1);
            for (int i = 0; i < said.length; i++) {
                said[i][c] = next == null ? Double.NaN : next.steps[i];
            }
        }
        experts.suppose(situation, said);
        double[] points = new double[tracks.length];
        for (int c = 0; c < tracks.length; c++) {
            HorizonTrack track = tracks[c].horizon(1);
            Pending next = track.forecastFor(now + 1);
            int target = c;
            points[c] = next == null
                    ? Double.NaN
                    : track.suppose(next, Arrays.stream(said).mapToDouble(steps -> steps[target]).toArray());
        }
        return points;
    }

    private FieldForecast field(int c, double actual, @Nullable Anomaly anomaly,
            List<HorizonForecast> horizons) {
        Status fresh = Double.isNaN(actual) ? Status.STALE : Status.OK;
        return new FieldForecast(options.fields().targets().get(c),
                tracks[c].isWarm() ? fresh : Status.WARMING_UP, actual, anomaly, horizons);
    }

    /// Truths of next steps learnt from so far.
    long updates() {
        long updates = 0;
        for (TargetTrack track : tracks) {
            updates += track.updates();
        }
        return updates;
    }

    /// The present scale of each.
    List<Scale> scales() {
        return Arrays.stream(tracks).map(TargetTrack::scale).toList();
    }

    /// RMS change of each from one reading to the next, in its unit, `[C]`.
    double[] units() {
        return Arrays.stream(tracks).mapToDouble(TargetTrack::stepRms).toArray();
    }

    /// Bytes that [#save] writes now.
    int byteSize() {
        return Arrays.stream(tracks).mapToInt(TargetTrack::byteSize).sum();
    }

    void save(ByteBuffer out) {
        for (TargetTrack track : tracks) {
            track.save(out);
        }
    }

    void load(ByteBuffer in) {
        for (TargetTrack track : tracks) {
            track.load(in);
        }
    }
}
