package io.tidecast.model.forecast;

import io.tidecast.model.forecast.Forecast.Recent;
import io.tidecast.model.forecast.Forecast.Resolved;
import io.tidecast.model.forecast.Forecast.Status;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// The online forecaster of one series: a deterministic state machine. The same options and the same readings give the
/// same forecasts, bit for bit, whether it ran through or was saved and loaded in between.
///
/// A step predicts, then sees, then learns: the forecast for a reading is made from the readings before it.
///
/// After an [ArithmeticException] from [#step] the state is undefined: discard the object and load the last saved state.
public final class Forecaster {
    /// Readings whose magnitude is beyond this are refused, so that their squares stay finite.
    public static final double LARGEST_VALUE = 1e100;

    private static final int FORMAT_VERSION = 1;
    private static final double RECENT_HALF_LIFE = 256;

    private final ForecasterOptions options;
    private final SamplingInterval interval = new SamplingInterval();
    private final Scaler scaler;
    private final RecurrentExpert expert;
    private final IntervalTracker tracker;
    private final WeightedMean absoluteError = new WeightedMean(RECENT_HALF_LIFE);
    private final WeightedMean lastValueAbsoluteError = new WeightedMean(RECENT_HALF_LIFE);
    private final WeightedMean coverage = new WeightedMean(RECENT_HALF_LIFE);

    private long readings;
    private long resolvedForecasts;
    private long lastTime = Long.MIN_VALUE;
    /// The newest value that is not missing; NaN: none yet.
    private double lastValue = Double.NaN;
    /// Steps since the newest value that is not missing.
    private long stepsSinceValue;
    /// The forecast for the reading to come; NaN: none yet.
    private double point = Double.NaN;
    private double lower = Double.NaN;
    private double upper = Double.NaN;

    /// A forecaster that has seen nothing.
    public Forecaster(ForecasterOptions options) {
        this.options = options;
        scaler = new Scaler(options.scaleHalfLifeSteps());
        expert = new RecurrentExpert(options);
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
        long steps = stepsTo(reading.time());
        boolean inStep = steps == 1 && !reading.isMissing();
        Resolved resolved = inStep ? score(reading.value()) : null;
        expert.learn(inStep ? reading.value() : Double.NaN);
        double change = advance(reading, steps);
        if (Double.isNaN(lastValue)) {
            return null;
        }
        long targetTime = reading.time() + interval.millis();
        predict(change, targetTime);
        return new Forecast(reading.time(), targetTime, point, lower, upper, status(reading), reading.value(),
                resolved, recent(),
                expert.updates());
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

    /// Steps from the last reading to `time`: more than 1 where a regular series has a gap.
    private long stepsTo(long time) {
        return lastTime == Long.MIN_VALUE ? 1 : interval.steps(time - lastTime);
    }

    private @Nullable Resolved score(double actual) {
        if (Double.isNaN(point)) {
            return null;
        }
        var resolved = new Resolved(point, actual - point, actual - lastValue,
                lower <= actual && actual <= upper);
        absoluteError.add(Math.abs(resolved.error()));
        lastValueAbsoluteError.add(Math.abs(resolved.lastValueError()));
        coverage.add(resolved.covered() ? 1 : 0);
        tracker.add(actual, point, lower, upper);
        resolvedForecasts++;
        return resolved;
    }

    /// Takes the reading into the clock, the scale and the last value.
    ///
    /// @return the change from the value before; 0 where there is none or it is not one step
    private double advance(Reading reading, long steps) {
        if (lastTime != Long.MIN_VALUE) {
            interval.add(reading.time() - lastTime);
        }
        lastTime = reading.time();
        readings++;
        if (reading.isMissing()) {
            stepsSinceValue += steps;
            return 0;
        }
        double change = steps == 1 ? reading.value() - lastValue : Double.NaN;
        scaler.add(reading.value(), change);
        lastValue = reading.value();
        stepsSinceValue = steps - 1;
        return Double.isNaN(change) ? 0 : change;
    }

    private void predict(double change, long targetTime) {
        double scale = scaler.stepRms();
        point = lastValue + expert.predict(lastValue, change, scaler, stepsSinceValue, targetTime);
        double wide = scale > 0 ? scale : Math.max(Math.abs(lastValue), 1);
        lower = point - tracker.below(wide);
        upper = point + tracker.above(wide);
        if (!Double.isFinite(lower) || !Double.isFinite(upper)) {
            throw new ArithmeticException(
                    "forecast must be finite, got %s in [%s, %s]".formatted(point, lower, upper));
        }
    }

    private Status status(Reading reading) {
        if (resolvedForecasts < options.warmUpReadings()) {
            return Status.WARMING_UP;
        }
        return reading.isMissing() ? Status.STALE : Status.OK;
    }

    private @Nullable Recent recent() {
        return coverage.isEmpty()
                ? null
                : new Recent(absoluteError.value(), lastValueAbsoluteError.value(), coverage.value());
    }

    /// The whole state, little-endian: format version, fingerprint of the options, then the fields in order of declaration.
    public byte[] save() {
        ByteBuffer out = ByteBuffer.allocate(byteSize()).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(FORMAT_VERSION).putInt(options.fingerprint());
        interval.save(out);
        scaler.save(out);
        expert.save(out);
        tracker.save(out);
        absoluteError.save(out);
        lastValueAbsoluteError.save(out);
        coverage.save(out);
        out.putLong(readings).putLong(resolvedForecasts).putLong(lastTime).putDouble(lastValue)
                .putLong(stepsSinceValue);
        out.putDouble(point).putDouble(lower).putDouble(upper);
        return out.array();
    }

    /// Bytes that [#save] gives.
    public int byteSize() {
        return 2 * Integer.BYTES + SamplingInterval.BYTES + Scaler.BYTES + expert.byteSize()
                + IntervalTracker.BYTES
                + 3 * WeightedMean.BYTES + 8 * Long.BYTES;
    }

    /// The forecaster whose state was saved.
    ///
    /// @throws IllegalArgumentException if the bytes are of another format, other options, or not whole
    public static Forecaster load(ForecasterOptions options, byte[] state) {
        var forecaster = new Forecaster(options);
        forecaster.load(ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN));
        return forecaster;
    }

    private void load(ByteBuffer in) {
        if (in.remaining() < 2 * Integer.BYTES) {
            throw new IllegalArgumentException("a saved state has at least 8 bytes, got " + in.remaining());
        }
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
        if (in.remaining() != byteSize() - 2 * Integer.BYTES) {
            throw new IllegalArgumentException(
                    "saved state must have %d bytes, got %d".formatted(byteSize(),
                            in.remaining() + 2 * Integer.BYTES));
        }
        interval.load(in);
        scaler.load(in);
        expert.load(in);
        tracker.load(in);
        absoluteError.load(in);
        lastValueAbsoluteError.load(in);
        coverage.load(in);
        readings = in.getLong();
        resolvedForecasts = in.getLong();
        lastTime = in.getLong();
        lastValue = in.getDouble();
        stepsSinceValue = in.getLong();
        point = in.getDouble();
        lower = in.getDouble();
        upper = in.getDouble();
    }
}
