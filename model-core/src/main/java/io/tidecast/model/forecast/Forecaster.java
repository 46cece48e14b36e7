package io.tidecast.model.forecast;

import io.tidecast.model.forecast.Forecast.Anomaly;
import io.tidecast.model.forecast.Forecast.Event;
import io.tidecast.model.forecast.Forecast.FieldForecast;
import io.tidecast.model.forecast.Forecast.Resolved;
import io.tidecast.model.forecast.ForecasterOptions.DriftResponse;
import io.tidecast.model.io.ModelFormatException;
import io.tidecast.model.io.Saveable;
import io.tidecast.model.io.Snapshot;
import io.tidecast.model.nn.GateSaturation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The online forecaster of one series: a deterministic state machine. The same options and the same readings give the
/// same forecasts, bit for bit, whether it ran through or was saved and loaded in between.
///
/// A step predicts, then sees, then learns: the forecast for a reading is made from the readings before it, and a truth is learnt
/// from when its time has come, never earlier.
///
/// After an [ArithmeticException] from [#step] the state is undefined: discard the object and load the last saved state. What it has in
/// common with others is as it was before the step.
public final class Forecaster implements Saveable {
    /// Readings whose magnitude is beyond this are refused, so that their squares stay finite.
    public static final double LARGEST_VALUE = 1e100;

    private static final int FORMAT_VERSION = 1;

    private final ForecasterOptions options;
    private final SamplingInterval interval = new SamplingInterval();
    private final Targets targets;
    private final Covariates covariates;
    private final Experts experts;
    private final Situation situation;
    private final Truths truths;
    private final List<Event> events = new ArrayList<>();

    private boolean frozen;
    private long readings;
    private long predictions;
    /// The step of the newest reading; steps that were left out count.
    private long now;
    private long lastTime = Long.MIN_VALUE;
    private Counters counters = Counters.ZERO;

    /// A forecaster that has seen nothing, and has nothing in common with others that learns.
    ///
    /// @throws IllegalArgumentException if the options say that series share their weights
    public Forecaster(ForecasterOptions options) {
        this(options, SharedNetwork.unlessItLearns(options));
    }

    /// A forecaster that has seen nothing.
    ///
    /// @param shared what it has in common with the other series of its partition, see [SharedNetwork#of]; it is not a part of what
    ///               is saved
    public Forecaster(ForecasterOptions options, @Nullable SharedNetwork shared) {
        this(options, options.experts().stream().map(kind -> kind.create(options, shared))
                .toArray(Expert[]::new));
    }

    /// As the options say, but with these experts in their place.
    Forecaster(ForecasterOptions options, Expert... experts) {
        this.options = options;
        this.experts = new Experts(options, experts);
        targets = new Targets(options);
        covariates = new Covariates(options);
        situation = new Situation(options);
        truths = new Truths(options.fields().targets().size(), options.horizons());
    }

    /// Time of the newest reading, milliseconds since 1970-01-01T00:00:00Z; [Long#MIN_VALUE]: none yet.
    public long lastTime() {
        return lastTime;
    }

    /// Readings seen so far, missing ones included.
    public long readings() {
        return readings;
    }

    /// What has happened so far.
    public Counters counters() {
        return counters;
    }

    /// Stops or resumes learning: experts and their combination stay as they are, while the last values, the scale and the
    /// network's state follow the readings. Not a part of what is saved.
    public void setFrozen(boolean stop) {
        frozen = stop;
    }

    /// Lets the network learn at another rate than the options say from now on. Not a part of what is saved.
    public void setLearningRate(double rate) {
        NetworkSettings.positive("learningRate", rate);
        experts.setLearningRate(rate);
    }

    /// What the network carries from reading to reading, copied; empty without a network.
    public RecurrentState recurrentState() {
        return experts.recurrentState();
    }

    /// The newest update of the network; [NetworkUpdate#NONE] without one.
    public NetworkUpdate lastUpdate() {
        return experts.lastUpdate();
    }

    /// Where the network's forecasts of the next step come from, for each target; empty without a network.
    public List<Attribution> attributions() {
        return experts.attributions(targets.units());
    }

    /// How often the network's gates stand at the ends of their range over the last readings; empty without a network.
    public List<GateSaturation> gateSaturation() {
        return experts.gateSaturation();
    }

    /// The present scale of each target, in the order of the model's fields.
    public List<Scale> scales() {
        return targets.scales();
    }

    /// Scores the forecasts that were made for this reading, learns from it, and forecasts the next ones.
    ///
    /// A missing value is never learnt from: the last value stands in as input, and the forecast is marked stale. After a gap, the
    /// forecast that was made for that step is scored and learnt from if it looked so far ahead.
    ///
    /// @return null as long as no target has had a value
    /// @throws IllegalArgumentException if the reading is not newer than the last one, has other fields than the options say, or
    ///                                  a value that is infinite or beyond [#LARGEST_VALUE]; the state is as before
    /// @throws ArithmeticException      if the update is not finite; the state is undefined
    public @Nullable Forecast step(Reading reading) {
        check(reading);
        events.clear();
        experts.begin();
        long steps = lastTime == Long.MIN_VALUE ? 1 : interval.steps(reading.time() - lastTime);
        now += steps;
        Resolved[][] resolved = targets.score(reading, now, predictions, truths);
        @Nullable
        Anomaly[] anomalies = watch(reading);
        learn(reading);
        advance(reading, steps);
        return targets.hasValue() ? forecast(reading, resolved, anomalies) : null;
    }

    private void check(Reading reading) {
        if (reading.time() <= lastTime) {
            throw new IllegalArgumentException(
                    "a series' readings must come in increasing time: expected after %d, got %d"
                            .formatted(lastTime, reading.time()));
        }
        options.fields().require(reading);
    }

    /// Looks for anomalies and drift in the errors of the forecasts for now, one step ahead.
    private @Nullable Anomaly[] watch(Reading reading) {
        @Nullable
        Anomaly[] anomalies = targets.anomalies(reading, now);
        for (int c = 0; c < anomalies.length; c++) {
            Anomaly anomaly = anomalies[c];
            if (anomaly != null && anomaly.flagged()) {
                counters = counters.plusAnomaly();
            }
            if (targets.hasDrifted(c, reading, now)) {
                drifted(c);
            }
        }
        return anomalies;
    }

    private void drifted(int c) {
        counters = counters.plusDrift();
        events.add(new Event(Event.Kind.DRIFT, options.fields().targets().get(c),
                "errors have become larger than they were; response: "
                        + ForecasterOptions.id(options.driftResponse())));
        experts.drifted(options.driftResponse());
        if (options.driftResponse() == DriftResponse.BEST_EXPERT) {
            targets.followBest(c);
        }
    }

    private void learn(Reading reading) {
        if (frozen || !truths.any()) {
            return;
        }
        experts.learn(truths);
        int early = targets.learn(reading, now, truths);
        if (early > 0) {
            counters = counters.plusEarlyTruths(early);
        }
    }

    /// Takes the reading into the clock, the scales, the seasons and the last values.
    private void advance(Reading reading, long steps) {
        if (lastTime != Long.MIN_VALUE) {
            interval.add(reading.time() - lastTime);
        }
        counters = counters.plusReading(reading.isMissing(), steps);
        lastTime = reading.time();
        readings++;
        targets.advance(reading, steps, now, interval);
        covariates.advance(reading, steps, situation);
        situation.steps = steps;
        situation.season = Seasons.steps(0, options.seasonSteps(), interval);
        situation.attributes = reading.attributes();
    }

    private Forecast forecast(Reading reading, Resolved[][] resolved, @Nullable Anomaly[] anomalies) {
        predictions++;
        targets.describe(reading, interval, situation);
        for (int h = 0; h < situation.horizons; h++) {
            CalendarFeatures.write(lastTime + (h + 1) * interval.millis(), situation.calendar[h]);
        }
        experts.predict(situation);
        List<FieldForecast> fields = targets.forecast(reading, experts, situation, now, predictions, interval,
                resolved, anomalies);
        experts.commit();
        for (String restart : experts.restarts()) {
            counters = counters.plusRestart();
            events.add(new Event(Event.Kind.RESTART, "", restart));
        }
        return new Forecast(reading.time(), fields, targets.updates(), List.copyOf(events));
    }

    /// The forecasts that were made at the newest reading, once more: what had been resolved then, anomalies and events are not told
    /// again. Null: there are none.
    public @Nullable Forecast newest() {
        List<FieldForecast> fields = targets.newest(now, lastTime, interval);
        return fields.isEmpty() ? null : new Forecast(lastTime, fields, targets.updates(), List.of());
    }

    /// Forecasts the next step anew, as if other values of the inputs known ahead had come with the newest reading; further readings go on
    /// from there. For a copy of a forecaster: what the reading has taught stays as it is, and intervals are not made again.
    ///
    /// @param ahead values of each input known ahead from the next step on, `[ahead][steps]`, or shorter; NaN: as they came
    /// @return of the targets, `[targets]`; NaN: there is no forecast
    /// @throws IllegalArgumentException if its network has frozen weights and so keeps no window
    public double[] suppose(double[][] ahead) {
        covariates.suppose(ahead, situation);
        return targets.suppose(experts, situation, now);
    }

    /// The whole state as a [Snapshot].
    public byte[] save() {
        return Snapshot.of(this);
    }

    /// The forecaster whose state was saved.
    ///
    /// @throws IllegalArgumentException if the bytes are damaged, of another format, or of other options
    public static Forecaster load(ForecasterOptions options, byte[] snapshot) {
        return load(options, SharedNetwork.unlessItLearns(options), snapshot);
    }

    /// As [#load(ForecasterOptions, byte\[\])], of a series that has something in common with others.
    public static Forecaster load(ForecasterOptions options, @Nullable SharedNetwork shared,
            byte[] snapshot) {
        var forecaster = new Forecaster(options, shared);
        try {
            Snapshot.restore(snapshot, forecaster);
        } catch (ModelFormatException e) {
            throw new IllegalArgumentException("not a forecaster's snapshot: " + e.getMessage(), e);
        }
        return forecaster;
    }

    /// Bytes that [#save(ByteBuffer)] writes now: a few more once the sampling interval and so the seasons are known.
    @Override
    public int byteSize() {
        return 2 * Integer.BYTES + SamplingInterval.BYTES + targets.byteSize() + covariates.byteSize()
                + experts.byteSize() + 4 * Long.BYTES + Counters.BYTES;
    }

    /// Writes format version and kernels ([SavedBy]), fingerprint of the options, then the parts one after the other, little-endian.
    @Override
    public void save(ByteBuffer out) {
        out.putInt(SavedBy.noted(FORMAT_VERSION)).putInt(options.fingerprint());
        interval.save(out);
        targets.save(out);
        covariates.save(out);
        experts.save(out);
        out.putLong(readings).putLong(predictions).putLong(now).putLong(lastTime);
        counters.save(out);
    }

    /// Reads what [#save(ByteBuffer)] wrote.
    ///
    /// @throws IllegalArgumentException if it is of another format version or of other options
    @Override
    public void load(ByteBuffer in) {
        int saved = in.getInt();
        int version = SavedBy.version(saved);
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
        SavedBy.compare(saved);
        interval.load(in);
        targets.load(in);
        covariates.load(in);
        experts.load(in);
        readings = in.getLong();
        predictions = in.getLong();
        now = in.getLong();
        lastTime = in.getLong();
        counters = Counters.load(in);
    }
}
