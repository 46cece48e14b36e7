package io.tidecast.model.forecast;

import io.tidecast.model.forecast.Forecast.Anomaly;
import io.tidecast.model.forecast.Situation.TargetSituation;
import java.nio.ByteBuffer;
import java.util.List;

/// What is known of one target: its scale, its seasons, its last values, and its forecasts at each horizon.
final class TargetTrack {
    /// Level and steps are clipped here for the experts, in standard deviations and RMS steps.
    private static final double LARGEST_INPUT = 6;
    /// Missing steps that tell the experts nothing more.
    private static final int STALE_STEPS = 8;
    /// Before so many changes their RMS is too uncertain: what is learnt in units of a tiny first change weighs far too much for long.
    private static final int SETTLED = 10;
    private static final double[] PROFILE_HALF_LIVES = {15, 8};

    private final List<Integer> seasonSteps;
    private final Scaler scaler;
    private final SeasonalProfile[] profiles = new SeasonalProfile[Seasons.COUNT];
    private final History history;
    /// Seasons that are remembered.
    private final int seasons;
    private final HorizonTrack[] horizons;
    /// The newest value that is not missing; NaN: none yet.
    private double lastValue = Double.NaN;
    /// The last steps in the unit of the target, the newest first.
    private final double[] changes = new double[TargetSituation.RECENT_STEPS];
    /// Steps since the newest value that is not missing.
    private long stepsSinceValue;
    /// Truths of the next step learnt from so far.
    private long updates;
    /// Changes seen so far, up to [#SETTLED].
    private int changesSeen;
    private final TailProbability tail = new TailProbability();
    private final PageHinkley drift = new PageHinkley();
    private final double anomalyProbability;
    private final int warmUpReadings;

    TargetTrack(ForecasterOptions options) {
        seasonSteps = options.seasonSteps();
        anomalyProbability = options.anomalyProbability();
        warmUpReadings = options.warmUpReadings();
        scaler = new Scaler(options.scaleHalfLifeSteps());
        seasons = options.seasonMemory().seasons;
        for (int season = 0; season < Seasons.COUNT; season++) {
            profiles[season] = new SeasonalProfile(PROFILE_HALF_LIVES[season], options.seasonMemory().slots);
        }
        history = new History(options.seasonMemory().values);
        horizons = new HorizonTrack[options.horizons()];
        for (int h = 0; h < horizons.length; h++) {
            horizons[h] = new HorizonTrack(options, h + 1);
        }
    }

    /// The forecasts so many steps ahead.
    HorizonTrack horizon(int steps) {
        return horizons[steps - 1];
    }

    double lastValue() {
        return lastValue;
    }

    long updates() {
        return updates;
    }

    void countUpdate() {
        updates++;
    }

    /// RMS change from one reading to the next, in the unit of the target; 0: it has not moved yet.
    double stepRms() {
        return scaler.stepRms();
    }

    Scale scale() {
        return scaler.scale();
    }

    /// Whether the scale is known well enough to learn in it.
    boolean isSettled() {
        return changesSeen == SETTLED;
    }

    /// Whether enough has been learnt to trust what comes of it.
    boolean isWarm() {
        return updates >= warmUpReadings;
    }

    /// How unusual a value is, given the forecast for it.
    Anomaly anomaly(Pending forecast, double actual) {
        double z = (actual - forecast.point) / forecast.deviation;
        double probability = tail.twoSided(z);
        tail.add(z);
        return new Anomaly(probability, isWarm() && probability < anomalyProbability);
    }

    /// Whether the errors have become larger than they were. The expected deviation is no measure for that: it follows within some
    /// ten readings, and errors in units of it stay the same.
    boolean hasDrifted(Pending forecast, double actual) {
        double usual = forecast.scale > 0 ? ErrorScale.usual(forecast.errorInputs, forecast.scale) : 0;
        double error = usual > 0 ? Math.abs(actual - forecast.point) / usual : Double.NaN;
        return drift.add(error) && isWarm();
    }

    /// Takes a reading into scale, profiles and last values.
    ///
    /// @param value NaN: missing
    /// @param steps since the reading before, at least 1
    /// @param now   the step that this is
    void advance(long time, double value, long steps, long now, SamplingInterval interval) {
        if (interval.isRegular()) {
            for (int season = 0; season < seasons; season++) {
                profiles[season].follow(interval.millis(), Seasons.millis(season, seasonSteps, interval));
            }
            history.follow(longestSeason(interval));
        }
        history.add(value, steps);
        if (Double.isNaN(value)) {
            stepsSinceValue += steps;
            return;
        }
        double change = steps == 1 ? value - lastValue : Double.NaN;
        double stepRms = scaler.stepRms();
        if (!Double.isNaN(change) && stepRms > 0) {
            double step = Math.clamp(change / stepRms, -LARGEST_INPUT, LARGEST_INPUT);
            for (SeasonalProfile profile : profiles) {
                profile.add(time, step);
            }
        }
        for (int h = 2; h <= horizons.length; h++) {
            Pending forecast = horizons[h - 1].forecastFor(now);
            if (forecast != null && forecast.fresh) {
                horizons[h - 1].addChange(value - forecast.lastValue);
            }
        }
        scaler.add(value, change);
        if (change != 0 && !Double.isNaN(change)) {
            changesSeen = Math.min(changesSeen + 1, SETTLED);
        }
        System.arraycopy(changes, 0, changes, 1, changes.length - 1);
        changes[0] = Double.isNaN(change) ? 0 : change;
        lastValue = value;
        stepsSinceValue = steps - 1;
    }

    private int longestSeason(SamplingInterval interval) {
        int longest = 0;
        for (int season = 0; season < seasons; season++) {
            longest = Math.max(longest, Seasons.steps(season, seasonSteps, interval));
        }
        return longest;
    }

    /// Says what the experts may know.
    ///
    /// @param value of the newest reading; NaN: missing
    void describe(long time, double value, SamplingInterval interval, TargetSituation situation) {
        double stepRms = scaler.stepRms();
        situation.value = value;
        situation.lastValue = lastValue;
        situation.level = Double.isNaN(lastValue) ? 0 : clipped(scaler.standardise(lastValue));
        situation.levelPerUnit = scaler.perUnit();
        boolean fresh = stepsSinceValue == 0;
        for (int i = 0; i < changes.length; i++) {
            situation.steps[i] = stepRms > 0 && fresh ? clipped(changes[i] / stepRms) : 0;
        }
        situation.staleness = Math.min(stepsSinceValue, STALE_STEPS) / (float) STALE_STEPS;
        double[] usual = new double[Seasons.COUNT];
        for (int h = 0; h < horizons.length; h++) {
            double changeRms = h == 0 ? stepRms : horizons[h].rmsChange();
            // Until changes over so many steps have been seen, those of a random walk stand in.
            double scale = changeRms > 0 ? changeRms : stepRms * Math.sqrt(h + 1.0);
            situation.scales[h] = scale;
            long targetTime = time + (h + 1) * interval.millis();
            situation.usualAround[h][0] = profiles[0].at(time);
            situation.usualAround[h][1] = profiles[0].at(targetTime + interval.millis());
            for (int season = 0; season < Seasons.COUNT; season++) {
                usual[season] += profiles[season].at(targetTime);
                situation.usual[h][season] = scale > 0 ? usual[season] * stepRms / scale : 0;
                situation.seasonAgo[h][season] = scale > 0 ? seasonAgo(h + 1, season, interval) / scale : 0;
                situation.seasonAgo[h][season] = clipped(situation.seasonAgo[h][season]);
            }
            situation.seasonalLast[h] = seasonalLast(h + 1, interval);
        }
    }

    /// The change over so many steps one or more whole seasons ago; 0: unknown.
    private double seasonAgo(int steps, int season, SamplingInterval interval) {
        int length = Seasons.steps(season, seasonSteps, interval);
        if (length == 0) {
            return 0;
        }
        int back = Math.ceilDiv(steps, length) * length;
        double change = history.back(back - steps) - history.back(back);
        return Double.isNaN(change) ? 0 : change;
    }

    /// The value one or more whole seasons, the shortest ones, before the time to forecast; NaN: unknown.
    private double seasonalLast(int steps, SamplingInterval interval) {
        int length = Seasons.steps(0, seasonSteps, interval);
        return length == 0 ? Double.NaN : history.back(Math.ceilDiv(steps, length) * length - steps);
    }

    private static double clipped(double value) {
        return Math.clamp(value, -LARGEST_INPUT, LARGEST_INPUT);
    }

    /// Bytes that [#save] writes now.
    int byteSize() {
        int size = Integer.BYTES + Scaler.BYTES + TailProbability.BYTES + PageHinkley.BYTES
                + history.byteSize()
                + (3 + changes.length) * Long.BYTES;
        for (SeasonalProfile profile : profiles) {
            size += profile.byteSize();
        }
        for (HorizonTrack horizon : horizons) {
            size += horizon.byteSize();
        }
        return size;
    }

    void save(ByteBuffer out) {
        scaler.save(out);
        for (SeasonalProfile profile : profiles) {
            profile.save(out);
        }
        history.save(out);
        for (HorizonTrack horizon : horizons) {
            horizon.save(out);
        }
        tail.save(out);
        drift.save(out);
        out.putDouble(lastValue).putLong(stepsSinceValue).putLong(updates).putInt(changesSeen);
        for (double change : changes) {
            out.putDouble(change);
        }
    }

    void load(ByteBuffer in) {
        scaler.load(in);
        for (SeasonalProfile profile : profiles) {
            profile.load(in);
        }
        history.load(in);
        for (HorizonTrack horizon : horizons) {
            horizon.load(in);
        }
        tail.load(in);
        drift.load(in);
        lastValue = in.getDouble();
        stepsSinceValue = in.getLong();
        updates = in.getLong();
        changesSeen = in.getInt();
        for (int i = 0; i < changes.length; i++) {
            changes[i] = in.getDouble();
        }
    }
}
