package io.tidecast.model.forecast;

import io.tidecast.model.forecast.Forecast.ExpertForecast;
import io.tidecast.model.forecast.Forecast.HorizonForecast;
import io.tidecast.model.forecast.Forecast.Interval;
import io.tidecast.model.forecast.Forecast.Recent;
import io.tidecast.model.forecast.Forecast.Resolved;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The forecasts of one target, some steps ahead: combination, intervals, scores, and the forecasts that wait for their truth.
final class HorizonTrack {
    private static final double RECENT_HALF_LIFE = 256;
    private static final double LARGEST_FEATURE = 4;
    /// An end of an interval is at least so many standard deviations from the point.
    private static final double LEAST_DISTANCE = 0.3;
    private static final double BEST_HALF_LIFE = 100;
    private static final int BEST_FORECASTS = 200;
    /// A forecast goes at most so many RMS changes away from the last value.
    private static final double LARGEST_FORECAST_STEP = 8;
    /// A first change after a long calm is huge in units of the calm; beyond this it tells nothing more.
    private static final double LARGEST_TRUTH = 64;

    private final ForecasterOptions options;
    private final int horizon;
    private final Combiner combination;
    private final ErrorScale errorScale;
    private final QuantileHead quantileHead;
    private final IntervalTracker[] trackers;
    /// What the quantile head sees and says.
    private final double[] features = new double[ErrorScale.INPUTS + 2];
    private final double[] quantiles;
    /// For each level, where the lower end stands among the quantiles; the upper end as far from their end.
    private final int[] lowerAt;
    /// Where the levels stand, the lowest first.
    private final int[] ascending;
    private final WeightedMean absoluteError = new WeightedMean(RECENT_HALF_LIFE);
    private final WeightedMean lastValueAbsoluteError = new WeightedMean(RECENT_HALF_LIFE);
    private final WeightedMean coverage = new WeightedMean(RECENT_HALF_LIFE);
    private final WeightedMean squaredChange;
    /// Of each expert, `[experts]`.
    private final WeightedMean[] squaredErrors;
    /// Forecasts that are still to be those of the best expert.
    private int best;
    /// A ring: the forecast for a step stands at that step modulo the horizon, `[horizon]`.
    private final Pending[] pending;

    /// @param horizon steps ahead
    HorizonTrack(ForecasterOptions options, int horizon) {
        this.options = options;
        this.horizon = horizon;
        errorScale = new ErrorScale(options.seasonMemory());
        int experts = options.experts().size();
        combination = switch (options.combination()) {
            case STACKING -> new Stacking(experts);
            case EXPONENTIATED_GRADIENT -> new ExponentiatedGradient(experts);
        };
        double[] tails = options.levels().stream().mapToDouble(level -> (1 - level) / 2).sorted().distinct()
                .toArray();
        quantiles = new double[2 * tails.length];
        for (int i = 0; i < tails.length; i++) {
            quantiles[i] = tails[i];
            quantiles[quantiles.length - 1 - i] = 1 - tails[i];
        }
        lowerAt = options.levels().stream().mapToInt(level -> Arrays.binarySearch(tails, (1 - level) / 2))
                .toArray();
        ascending = IntStream.range(0, lowerAt.length).boxed()
                .sorted(Comparator.comparing(options.levels()::get))
                .mapToInt(Integer::intValue).toArray();
        quantileHead = new QuantileHead(features.length, quantiles);
        trackers = options.levels().stream().map(IntervalTracker::new).toArray(IntervalTracker[]::new);
        squaredErrors = new WeightedMean[experts];
        Arrays.setAll(squaredErrors, i -> new WeightedMean(BEST_HALF_LIFE));
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
        for (int i = 0; i < squaredErrors.length; i++) {
            double error = step - forecast.steps[i];
            if (!Double.isNaN(error)) {
                squaredErrors[i].add(error * error);
            }
        }
        quantileHead.learn(features(forecast), (actual - forecast.point) / forecast.deviation);
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
        combine(next, said);
        best = Math.max(0, best - 1);
        if (next.scale > 0) {
            errorScale.describe(situation, next.scale, range(next.steps), targetTime, interval, season,
                    next.errorInputs);
            next.deviation = errorScale.predict(next.errorInputs, next.scale);
        } else {
            next.deviation = Math.max(Math.abs(next.lastValue), 1);
        }
        quantileHead.predict(features(next), quantiles);
        return new HorizonForecast(horizon, targetTime, next.point, intervals(next), experts(next),
                resolved, recent());
    }

    private void combine(Pending next, double[] said) {
        for (int i = 0; i < said.length; i++) {
            next.steps[i] = clamped(said[i]);
        }
        double step = clamped(best > 0 ? bestOf(next.steps) : combination.combine(next.steps));
        next.point = next.lastValue + next.scale * step;
    }

    /// Moves the point of a forecast that waits to where the experts say now.
    ///
    /// @param said the experts' steps, `[experts]`
    /// @return the point
    double suppose(Pending forecast, double[] said) {
        combine(forecast, said);
        return forecast.point;
    }

    /// The forecast that was made at the newest reading, once more; null: there was none.
    ///
    /// @param now the step of the newest reading
    @Nullable
    HorizonForecast newest(long now, long targetTime) {
        Pending next = forecastFor(now + horizon);
        if (next == null) {
            return null;
        }
        return new HorizonForecast(horizon, targetTime, next.point, ends(next), experts(next), null,
                recent());
    }

    /// The size of the error to expect in units of what was expected, the direction of the forecast, and a constant.
    private double[] features(Pending forecast) {
        int count = ErrorScale.INPUTS - 1;
        double unit = forecast.scale / forecast.deviation;
        for (int i = 0; i < count; i++) {
            features[i] = Math.clamp(forecast.errorInputs[i], -LARGEST_FEATURE, LARGEST_FEATURE);
        }
        features[count] = forecast.scale > 0 ? (forecast.point - forecast.lastValue) / forecast.scale : 0;
        features[count + 1] = forecast.scale > 0 ? Math.min(unit, LARGEST_FEATURE) : 0;
        features[count + 2] = 1;
        return features;
    }

    /// Leaves the combination to the expert that did best of late, for a while.
    void followBest() {
        best = BEST_FORECASTS;
    }

    private double bestOf(double[] steps) {
        int least = -1;
        for (int i = 0; i < steps.length; i++) {
            if (!Double.isNaN(steps[i])
                    && (least < 0 || squaredErrors[i].value() < squaredErrors[least].value())) {
                least = i;
            }
        }
        return least < 0 ? 0 : steps[least];
    }

    private static double clamped(double step) {
        return Math.clamp(step, -LARGEST_FORECAST_STEP, LARGEST_FORECAST_STEP);
    }

    /// Difference between the largest and the smallest.
    private static double range(double[] steps) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double step : steps) {
            if (!Double.isNaN(step)) {
                least = Math.min(least, step);
                most = Math.max(most, step);
            }
        }
        return Math.max(0, most - least);
    }

    /// Each level's ends are tracked for themselves; one that came to lie within a lower level's is moved out to that.
    private List<Interval> intervals(Pending next) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i : ascending) {
            double below = Math.max(-quantiles[lowerAt[i]], LEAST_DISTANCE);
            double above = Math.max(quantiles[quantiles.length - 1 - lowerAt[i]], LEAST_DISTANCE);
            double lower = next.point - trackers[i].below() * below * next.deviation;
            double upper = next.point + trackers[i].above() * above * next.deviation;
            if (!Double.isFinite(lower) || !Double.isFinite(upper)) {
                throw new ArithmeticException(
                        "forecast must be finite, got %s in [%s, %s]".formatted(next.point, lower, upper));
            }
            lowest = Math.min(lowest, lower);
            highest = Math.max(highest, upper);
            next.bounds[2 * i] = lowest;
            next.bounds[2 * i + 1] = highest;
        }
        return ends(next);
    }

    private List<Interval> ends(Pending next) {
        var intervals = new ArrayList<Interval>(trackers.length);
        for (int i = 0; i < trackers.length; i++) {
            intervals.add(
                    new Interval(options.levels().get(i), next.bounds[2 * i], next.bounds[2 * i + 1]));
        }
        return intervals;
    }

    private List<ExpertForecast> experts(Pending next) {
        var forecasts = new ArrayList<ExpertForecast>(next.steps.length);
        for (int i = 0; i < next.steps.length; i++) {
            forecasts.add(
                    new ExpertForecast(options.experts().get(i), next.lastValue + next.scale * next.steps[i],
                            combination.weight(i)));
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
        return combination.byteSize() + errorScale.byteSize() + quantileHead.byteSize()
                + trackers.length * IntervalTracker.BYTES
                + (4 + squaredErrors.length) * WeightedMean.BYTES + Integer.BYTES
                + horizon * pending[0].byteSize();
    }

    void save(ByteBuffer out) {
        combination.save(out);
        errorScale.save(out);
        quantileHead.save(out);
        for (IntervalTracker tracker : trackers) {
            tracker.save(out);
        }
        absoluteError.save(out);
        lastValueAbsoluteError.save(out);
        coverage.save(out);
        squaredChange.save(out);
        for (WeightedMean squaredError : squaredErrors) {
            squaredError.save(out);
        }
        out.putInt(best);
        for (Pending forecast : pending) {
            forecast.save(out);
        }
    }

    void load(ByteBuffer in) {
        combination.load(in);
        errorScale.load(in);
        quantileHead.load(in);
        for (IntervalTracker tracker : trackers) {
            tracker.load(in);
        }
        absoluteError.load(in);
        lastValueAbsoluteError.load(in);
        coverage.load(in);
        squaredChange.load(in);
        for (WeightedMean squaredError : squaredErrors) {
            squaredError.load(in);
        }
        best = in.getInt();
        for (Pending forecast : pending) {
            forecast.load(in);
        }
    }
}
