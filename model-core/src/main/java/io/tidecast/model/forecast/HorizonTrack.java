package io.tidecast.model.forecast;

import io.tidecast.model.forecast.Forecast.ExpertForecast;
import io.tidecast.model.forecast.Forecast.HorizonForecast;
import io.tidecast.model.forecast.Forecast.Interval;
import io.tidecast.model.forecast.Forecast.Recent;
import io.tidecast.model.forecast.Forecast.Resolved;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The forecasts of one target, some steps ahead: combination, intervals, scores, and the forecasts that wait for their truth.
final class HorizonTrack {
    private static final double RECENT_HALF_LIFE = 256;
    /// A forecast goes at most so many RMS changes away from the last value.
    private static final double LARGEST_FORECAST_STEP = 8;
    /// A first change after a long calm is huge in units of the calm; beyond this it tells nothing more.
    private static final double LARGEST_TRUTH = 64;

    private final ForecasterOptions options;
    private final int horizon;
    private final Stacking combination;
    private final ErrorScale errorScale = new ErrorScale();
    private final IntervalTracker[] trackers;
    private final WeightedMean absoluteError = new WeightedMean(RECENT_HALF_LIFE);
    private final WeightedMean lastValueAbsoluteError = new WeightedMean(RECENT_HALF_LIFE);
    private final WeightedMean coverage = new WeightedMean(RECENT_HALF_LIFE);
    private final WeightedMean squaredChange;
    /// A ring: the forecast for a step stands at that step modulo the horizon, `[horizon]`.
    private final Pending[] pending;

    /// @param horizon steps ahead
    HorizonTrack(ForecasterOptions options, int horizon) {
        this.options = options;
        this.horizon = horizon;
        int experts = options.experts().size();
        combination = new Stacking(experts);
        trackers = options.levels().stream().map(IntervalTracker::new).toArray(IntervalTracker[]::new);
        squaredChange = new WeightedMean(options.scaleHalfLifeSteps());
        pending = new Pending[horizon];
        for (int i = 0; i < horizon; i++) {
            pending[i] = new Pending(experts, trackers.length);
        }
    }

    /// The forecast that was made for a step; null: there is none.
    @Nullable
    Pending forecastFor(long step) {
        Pending forecast = pending[Math.floorMod(step, horizon)];
        return forecast.targetStep == step ? forecast : null;
    }

    /// RMS change over so many steps, in the unit of the target; 0: it has not moved, or it is not known yet.
    double rmsChange() {
        return Math.sqrt(squaredChange.value());
    }

    /// Takes the change over the horizon into the scale.
    void addChange(double change) {
        squaredChange.add(change * change);
    }

    /// Scores the forecast by its truth.
    Resolved score(Pending forecast, double actual) {
        double lower = forecast.bounds[0];
        double upper = forecast.bounds[1];
        var resolved = new Resolved(forecast.point, actual - forecast.point, actual - forecast.lastValue,
                lower <= actual && actual <= upper);
        absoluteError.add(Math.abs(resolved.error()));
        lastValueAbsoluteError.add(Math.abs(resolved.lastValueError()));
        coverage.add(resolved.covered() ? 1 : 0);
        for (int i = 0; i < trackers.length; i++) {
            trackers[i].add(actual, forecast.bounds[2 * i], forecast.bounds[2 * i + 1]);
        }
        return resolved;
    }

    /// The change that came, in the unit that the experts forecast it in; NaN: the target had not moved then.
    static double truth(Pending forecast, double actual) {
        return forecast.scale > 0
                ? Math.clamp((actual - forecast.lastValue) / forecast.scale, -LARGEST_TRUTH, LARGEST_TRUTH)
                : Double.NaN;
    }

    /// Learns to combine and to tell the size of errors.
    void learn(Pending forecast, double step, double actual, long time) {
        combination.learn(forecast.steps, step);
        errorScale.learn(forecast.errorInputs, forecast.scale, actual - forecast.point, time);
    }

    /// Combines what the experts say, puts intervals around it, and keeps it until its truth comes.
    ///
    /// @param said       the experts' steps, `[experts]`; NaN: nothing to say yet
    /// @param now        the step of the newest reading
    /// @param prediction number of this prediction
    HorizonForecast forecast(Situation.TargetSituation situation, double[] said, long now, long prediction,
            long targetTime, SamplingInterval interval, long season, @Nullable Resolved resolved) {
        Pending next = pending[Math.floorMod(now + horizon, horizon)];
        next.targetStep = now + horizon;
        next.prediction = prediction;
        next.lastValue = situation.lastValue;
        next.fresh = !Double.isNaN(situation.value);
        next.scale = situation.scales[horizon - 1];
        listen(said, next.steps);
        double step = clamped(combination.combine(next.steps));
        next.point = next.lastValue + next.scale * step;
        if (next.scale > 0) {
            errorScale.describe(situation, next.scale, range(next.steps), targetTime, interval, season,
                    next.errorInputs);
            next.deviation = errorScale.predict(next.errorInputs, next.scale);
        } else {
            next.deviation = Math.max(Math.abs(next.lastValue), 1);
        }
        return new HorizonForecast(horizon, targetTime, next.point, intervals(next), experts(said, next),
                resolved, recent());
    }

    /// An expert that has nothing to say counts as the mean of the others.
    private static void listen(double[] said, double[] steps) {
        double sum = 0;
        int count = 0;
        for (double step : said) {
            if (!Double.isNaN(step)) {
                sum += clamped(step);
                count++;
            }
        }
        for (int i = 0; i < said.length; i++) {
            steps[i] = !Double.isNaN(said[i]) ? clamped(said[i]) : count > 0 ? sum / count : 0;
        }
    }

    private static double clamped(double step) {
        return Math.clamp(step, -LARGEST_FORECAST_STEP, LARGEST_FORECAST_STEP);
    }

    /// Difference between the largest and the smallest.
    private static double range(double[] steps) {
        double least = steps[0];
        double most = steps[0];
        for (double step : steps) {
            least = Math.min(least, step);
            most = Math.max(most, step);
        }
        return most - least;
    }

    private List<Interval> intervals(Pending next) {
        var intervals = new ArrayList<Interval>(trackers.length);
        for (int i = 0; i < trackers.length; i++) {
            double lower = next.point - trackers[i].below() * next.deviation;
            double upper = next.point + trackers[i].above() * next.deviation;
            if (!Double.isFinite(lower) || !Double.isFinite(upper)) {
                throw new ArithmeticException(
                        "forecast must be finite, got %s in [%s, %s]".formatted(next.point, lower, upper));
            }
            next.bounds[2 * i] = lower;
            next.bounds[2 * i + 1] = upper;
            intervals.add(new Interval(options.levels().get(i), lower, upper));
        }
        return intervals;
    }

    private List<ExpertForecast> experts(double[] said, Pending next) {
        var forecasts = new ArrayList<ExpertForecast>(said.length);
        for (int i = 0; i < said.length; i++) {
            double value = Double.isNaN(said[i]) ? Double.NaN : next.lastValue + next.scale * next.steps[i];
            forecasts.add(new ExpertForecast(options.experts().get(i), value, combination.weight(i)));
        }
        return forecasts;
    }

    private @Nullable Recent recent() {
        return coverage.isEmpty()
                ? null
                : new Recent(absoluteError.value(), lastValueAbsoluteError.value(), coverage.value());
    }

    /// Bytes that [#save] writes now.
    int byteSize() {
        return combination.byteSize() + errorScale.byteSize() + trackers.length * IntervalTracker.BYTES
                + 4 * WeightedMean.BYTES + horizon * pending[0].byteSize();
    }

    void save(ByteBuffer out) {
        combination.save(out);
        errorScale.save(out);
        for (IntervalTracker tracker : trackers) {
            tracker.save(out);
        }
        absoluteError.save(out);
        lastValueAbsoluteError.save(out);
        coverage.save(out);
        squaredChange.save(out);
        for (Pending forecast : pending) {
            forecast.save(out);
        }
    }

    void load(ByteBuffer in) {
        combination.load(in);
        errorScale.load(in);
        for (IntervalTracker tracker : trackers) {
            tracker.load(in);
        }
        absoluteError.load(in);
        lastValueAbsoluteError.load(in);
        coverage.load(in);
        squaredChange.load(in);
        for (Pending forecast : pending) {
            forecast.load(in);
        }
    }
}
