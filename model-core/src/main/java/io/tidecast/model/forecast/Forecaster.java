package io.tidecast.model.forecast;

import io.tidecast.model.forecast.Forecast.ExpertForecast;
import io.tidecast.model.forecast.Forecast.FieldForecast;
import io.tidecast.model.forecast.Forecast.HorizonForecast;
import io.tidecast.model.forecast.Forecast.Interval;
import io.tidecast.model.forecast.Forecast.Recent;
import io.tidecast.model.forecast.Forecast.Resolved;
import io.tidecast.model.forecast.Forecast.Status;
import io.tidecast.model.io.ModelFormatException;
import io.tidecast.model.io.Saveable;
import io.tidecast.model.io.Snapshot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The online forecaster of one series: a deterministic state machine. The same options and the same readings give the
/// same forecasts, bit for bit, whether it ran through or was saved and loaded in between.
///
/// A step predicts, then sees, then learns: the forecast for a reading is made from the readings before it.
///
/// After an [ArithmeticException] from [#step] the state is undefined: discard the object and load the last saved state.
public final class Forecaster implements Saveable {
    /// Readings whose magnitude is beyond this are refused, so that their squares stay finite.
    public static final double LARGEST_VALUE = 1e100;

    private static final int FORMAT_VERSION = 1;
    private static final double RECENT_HALF_LIFE = 256;
    /// Level and steps are clipped here for the experts, in standard deviations and RMS steps.
    private static final double LARGEST_INPUT = 6;
    /// A forecast goes at most so many RMS steps away from the last value.
    private static final double LARGEST_FORECAST_STEP = 8;
    /// A first step after a long calm is huge in units of the calm; beyond this it tells nothing more.
    private static final double LARGEST_TARGET = 64;
    /// Missing steps that tell the experts nothing more.
    private static final int STALE_STEPS = 8;

    private final ForecasterOptions options;
    private final SamplingInterval interval = new SamplingInterval();
    private final Scaler scaler;
    private final SeasonalProfile profile = new SeasonalProfile();
    private final Expert[] experts;
    private final Stacking stacking;
    private final ErrorScale errorScale = new ErrorScale();
    private final IntervalTracker tracker;
    private final WeightedMean absoluteError = new WeightedMean(RECENT_HALF_LIFE);
    private final WeightedMean lastValueAbsoluteError = new WeightedMean(RECENT_HALF_LIFE);
    private final WeightedMean coverage = new WeightedMean(RECENT_HALF_LIFE);
    private final Situation situation = new Situation();
    private final double[] predictions;

    private boolean frozen;
    private long readings;
    private long updates;
    private long lastTime = Long.MIN_VALUE;
    /// The newest value that is not missing; NaN: none yet.
    private double lastValue = Double.NaN;
    /// The last steps in the unit of the series, the newest first.
    private final double[] changes = new double[Situation.RECENT_STEPS];
    /// Steps since the newest value that is not missing.
    private long stepsSinceValue;
    /// RMS step that the newest forecast was scaled by; 0: the series had not moved.
    private double scale;
    /// The forecast for the reading to come; NaN: none yet.
    private double point = Double.NaN;
    private double lower = Double.NaN;
    private double upper = Double.NaN;

    /// A forecaster that has seen nothing.
    public Forecaster(ForecasterOptions options) {
        this(options, options.experts().stream().map(kind -> kind.create(options.network()))
                .toArray(Expert[]::new));
    }

    /// As the options say, but with these experts in their place.
    Forecaster(ForecasterOptions options, Expert... experts) {
        this.options = options;
        this.experts = experts;
        scaler = new Scaler(options.scaleHalfLifeSteps());
        predictions = new double[experts.length];
        stacking = new Stacking(experts.length);
        tracker = new IntervalTracker(options.level());
    }

    /// Time of the newest reading, milliseconds since 1970-01-01T00:00:00Z; [Long#MIN_VALUE]: none yet.
    public long lastTime() {
        return lastTime;
    }

    /// Readings seen so far, missing ones included.
    public long readings() {
        return readings;
    }

    /// Stops or resumes learning: experts and their combination stay as they are, while the last values, the scale and the
    /// network's state follow the readings. Not a part of what is saved.
    public void setFrozen(boolean stop) {
        frozen = stop;
    }

    /// Lets the network learn at another rate than the options say from now on. Not a part of what is saved.
    public void setLearningRate(double rate) {
        NetworkSettings.positive("learningRate", rate);
        for (Expert expert : experts) {
            expert.setLearningRate(rate);
        }
    }

    /// What the network carries from reading to reading, copied; empty without a network.
    public RecurrentState recurrentState() {
        for (Expert expert : experts) {
            RecurrentState state = expert.state();
            if (state.hidden().length > 0) {
                return state;
            }
        }
        return RecurrentState.NONE;
    }

    /// Scores the forecast that was made for this reading, learns from it, and forecasts the next one.
    ///
    /// A missing value is never learnt from: the last value stands in as input, and the forecast is marked stale. A value
    /// after a gap in the series is neither scored nor learnt as a step, since it is more than one step away.
    ///
    /// @return null as long as the series has had no value
    /// @throws IllegalArgumentException if the reading is not newer than the last one, or its value is infinite or
    ///                                  beyond [#LARGEST_VALUE]; the state is as before
    /// @throws ArithmeticException      if the update is not finite; the state is undefined
    public @Nullable Forecast step(Reading reading) {
        check(reading);
        long steps = lastTime == Long.MIN_VALUE ? 1 : interval.steps(reading.time() - lastTime);
        boolean inStep = steps == 1 && !reading.isMissing() && !Double.isNaN(point);
        Resolved resolved = inStep ? score(reading.value()) : null;
        if (!Double.isNaN(point)) {
            learn(reading.time(), inStep ? reading.value() : Double.NaN);
        }
        advance(reading, steps);
        if (Double.isNaN(lastValue)) {
            return null;
        }
        long targetTime = reading.time() + interval.millis();
        predict(reading.time(), targetTime);
        var next = new HorizonForecast(1, targetTime, point,
                List.of(new Interval(options.level(), lower, upper)), expertForecasts(), resolved, recent());
        var field = new FieldForecast(options.fields().targets().getFirst(), status(reading),
                reading.value(), null, List.of(next));
        return new Forecast(reading.time(), List.of(field), updates, List.of());
    }

    private void check(Reading reading) {
        if (reading.time() <= lastTime) {
            throw new IllegalArgumentException(
                    "a series' readings must come in increasing time: expected after %d, got %d"
                            .formatted(lastTime, reading.time()));
        }
        if (Math.abs(reading.value()) > LARGEST_VALUE) {
            throw new IllegalArgumentException(
                    "value must be missing or of magnitude up to %s, got %s".formatted(LARGEST_VALUE,
                            reading.value()));
        }
    }

    private Resolved score(double actual) {
        var resolved = new Resolved(point, actual - point, actual - lastValue,
                lower <= actual && actual <= upper);
        absoluteError.add(Math.abs(resolved.error()));
        lastValueAbsoluteError.add(Math.abs(resolved.lastValueError()));
        coverage.add(resolved.covered() ? 1 : 0);
        tracker.add(actual, lower, upper);
        return resolved;
    }

    private void learn(long time, double actual) {
        if (frozen) {
            return;
        }
        double step = scale > 0
                ? Math.clamp((actual - lastValue) / scale, -LARGEST_TARGET, LARGEST_TARGET)
                : Double.NaN;
        for (Expert expert : experts) {
            expert.learn(step);
        }
        if (!Double.isNaN(step)) {
            stacking.learn(step);
            errorScale.add(actual - point, time);
            updates++;
        }
    }

    /// Takes the reading into the clock, the scale, the profile and the last values.
    private void advance(Reading reading, long steps) {
        if (lastTime != Long.MIN_VALUE) {
            interval.add(reading.time() - lastTime);
            profile.follow(interval);
        }
        lastTime = reading.time();
        readings++;
        if (reading.isMissing()) {
            stepsSinceValue += steps;
            return;
        }
        double change = steps == 1 ? reading.value() - lastValue : Double.NaN;
        if (!Double.isNaN(change) && scale > 0) {
            profile.add(reading.time(), Math.clamp(change / scale, -LARGEST_INPUT, LARGEST_INPUT));
        }
        scaler.add(reading.value(), change);
        System.arraycopy(changes, 0, changes, 1, changes.length - 1);
        changes[0] = Double.isNaN(change) ? 0 : change;
        lastValue = reading.value();
        stepsSinceValue = steps - 1;
    }

    private void predict(long time, long targetTime) {
        scale = scaler.stepRms();
        describe(time, targetTime);
        for (int i = 0; i < experts.length; i++) {
            predictions[i] = Math.clamp(experts[i].predict(situation), -LARGEST_FORECAST_STEP,
                    LARGEST_FORECAST_STEP);
        }
        double step = Math.clamp(stacking.combine(predictions), -LARGEST_FORECAST_STEP,
                LARGEST_FORECAST_STEP);
        point = lastValue + scale * step;
        double deviation = scale > 0
                ? errorScale.predict(situation, scale, disagreement(), targetTime, interval)
                : Math.max(Math.abs(lastValue), 1);
        lower = point - tracker.below() * deviation;
        upper = point + tracker.above() * deviation;
        if (!Double.isFinite(lower) || !Double.isFinite(upper)) {
            throw new ArithmeticException(
                    "forecast must be finite, got %s in [%s, %s]".formatted(point, lower, upper));
        }
    }

    /// Difference between the largest and the smallest of the experts' steps.
    private double disagreement() {
        double least = predictions[0];
        double most = predictions[0];
        for (double prediction : predictions) {
            least = Math.min(least, prediction);
            most = Math.max(most, prediction);
        }
        return most - least;
    }

    private void describe(long time, long targetTime) {
        situation.level = Math.clamp(scaler.standardise(lastValue), -LARGEST_INPUT, LARGEST_INPUT);
        boolean fresh = stepsSinceValue == 0;
        for (int i = 0; i < changes.length; i++) {
            situation.steps[i] = scale > 0 && fresh
                    ? Math.clamp(changes[i] / scale, -LARGEST_INPUT, LARGEST_INPUT)
                    : 0;
        }
        situation.profile[0] = profile.at(time);
        situation.profile[1] = profile.at(targetTime);
        situation.profile[2] = profile.at(targetTime + interval.millis());
        situation.staleness = Math.min(stepsSinceValue, STALE_STEPS) / (float) STALE_STEPS;
        CalendarFeatures.write(targetTime, situation.calendar);
    }

    private Status status(Reading reading) {
        if (updates < options.warmUpReadings()) {
            return Status.WARMING_UP;
        }
        return reading.isMissing() ? Status.STALE : Status.OK;
    }

    private @Nullable Recent recent() {
        return coverage.isEmpty()
                ? null
                : new Recent(absoluteError.value(), lastValueAbsoluteError.value(), coverage.value());
    }

    private List<ExpertForecast> expertForecasts() {
        var forecasts = new ArrayList<ExpertForecast>(experts.length);
        for (int i = 0; i < experts.length; i++) {
            forecasts.add(new ExpertForecast(options.experts().get(i), lastValue + scale * predictions[i],
                    stacking.weight(i)));
        }
        return forecasts;
    }

    /// The whole state as a [Snapshot].
    public byte[] save() {
        return Snapshot.of(this);
    }

    /// The forecaster whose state was saved.
    ///
    /// @throws IllegalArgumentException if the bytes are damaged, of another format, or of other options
    public static Forecaster load(ForecasterOptions options, byte[] snapshot) {
        var forecaster = new Forecaster(options);
        try {
            Snapshot.restore(snapshot, forecaster);
        } catch (ModelFormatException e) {
            throw new IllegalArgumentException("not a forecaster's snapshot: " + e.getMessage(), e);
        }
        return forecaster;
    }

    /// Bytes that [#save(ByteBuffer)] writes, the same at any time.
    @Override
    public int byteSize() {
        return 2 * Integer.BYTES + SamplingInterval.BYTES + Scaler.BYTES + SeasonalProfile.BYTES
                + Arrays.stream(experts).mapToInt(Expert::byteSize).sum() + stacking.byteSize()
                + errorScale.byteSize() + IntervalTracker.BYTES + 3 * WeightedMean.BYTES
                + (9 + changes.length) * Long.BYTES;
    }

    /// Writes format version, fingerprint of the options, then the parts one after the other, little-endian.
    @Override
    public void save(ByteBuffer out) {
        out.putInt(FORMAT_VERSION).putInt(options.fingerprint());
        interval.save(out);
        scaler.save(out);
        profile.save(out);
        for (Expert expert : experts) {
            expert.save(out);
        }
        stacking.save(out);
        errorScale.save(out);
        tracker.save(out);
        absoluteError.save(out);
        lastValueAbsoluteError.save(out);
        coverage.save(out);
        out.putLong(readings).putLong(updates).putLong(lastTime).putDouble(lastValue)
                .putLong(stepsSinceValue);
        for (double change : changes) {
            out.putDouble(change);
        }
        out.putDouble(scale).putDouble(point).putDouble(lower).putDouble(upper);
    }

    /// Reads what [#save(ByteBuffer)] wrote.
    ///
    /// @throws IllegalArgumentException if it is of another format version or of other options
    @Override
    public void load(ByteBuffer in) {
        int version = in.getInt();
        if (version != FORMAT_VERSION) {
            throw new IllegalArgumentException(
                    "saved state must be of format version %d, got %d".formatted(FORMAT_VERSION, version));
        }
        int fingerprint = in.getInt();
        if (fingerprint != options.fingerprint()) {
            throw new IllegalArgumentException(
                    "saved state must be of the options %s (fingerprint %08x), got fingerprint %08x"
                            .formatted(options, options.fingerprint(), fingerprint));
        }
        interval.load(in);
        scaler.load(in);
        profile.load(in);
        for (Expert expert : experts) {
            expert.load(in);
        }
        stacking.load(in);
        errorScale.load(in);
        tracker.load(in);
        absoluteError.load(in);
        lastValueAbsoluteError.load(in);
        coverage.load(in);
        readings = in.getLong();
        updates = in.getLong();
        lastTime = in.getLong();
        lastValue = in.getDouble();
        stepsSinceValue = in.getLong();
        for (int i = 0; i < changes.length; i++) {
            changes[i] = in.getDouble();
        }
        scale = in.getDouble();
        point = in.getDouble();
        lower = in.getDouble();
        upper = in.getDouble();
    }
}
