package io.tidecast.model.forecast;

import static java.util.Objects.requireNonNull;

import io.tidecast.model.forecast.Forecast.Anomaly;
import io.tidecast.model.forecast.Forecast.Event;
import io.tidecast.model.forecast.Forecast.FieldForecast;
import io.tidecast.model.forecast.Forecast.HorizonForecast;
import io.tidecast.model.forecast.Forecast.Resolved;
import io.tidecast.model.forecast.Forecast.Status;
import io.tidecast.model.forecast.ForecasterOptions.DriftResponse;
import io.tidecast.model.io.ModelFormatException;
import io.tidecast.model.io.Saveable;
import io.tidecast.model.io.Snapshot;
import io.tidecast.model.nn.GateSaturation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
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
    /// An expert that goes so many RMS changes away from the last value has exploded.
    private static final double EXPLODED = 1000;

    private final ForecasterOptions options;
    private final SamplingInterval interval = new SamplingInterval();
    private final TargetTrack[] targets;
    private final Covariates covariates;
    private final Expert[] experts;
    private final Situation situation;
    private final Truths truths;
    /// What each expert says, `[experts][C][H]`.
    private final double[][][] said;
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
        this.experts = experts;
        int count = options.fields().targets().size();
        targets = new TargetTrack[count];
        Arrays.setAll(targets, c -> new TargetTrack(options));
        covariates = new Covariates(options);
        situation = new Situation(options);
        truths = new Truths(count, options.horizons());
        said = new double[experts.length][count][options.horizons()];
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

    /// The newest update of the network; [NetworkUpdate#NONE] without one.
    public NetworkUpdate lastUpdate() {
        for (Expert expert : experts) {
            NetworkUpdate update = expert.lastUpdate();
            if (update.updates() > 0) {
                return update;
            }
        }
        return NetworkUpdate.NONE;
    }

    /// Where the network's forecasts of the next step come from, for each target; empty without a network.
    public List<Attribution> attributions() {
        List<String> inputs = ForecastNetwork.inputNames(options);
        var attributions = new ArrayList<Attribution>();
        for (Expert expert : experts) {
            for (int c = 0; c < targets.length; c++) {
                float[] contributions = expert.contributions(c);
                if (contributions.length > 0) {
                    attributions.add(new Attribution(options.fields().targets().get(c), inputs,
                            rows(contributions, inputs.size(), targets[c].stepRms())));
                }
            }
        }
        return attributions;
    }

    /// How often the network's gates stand at the ends of their range over the last readings; empty without a network.
    public List<GateSaturation> gateSaturation() {
        return Arrays.stream(experts).flatMap(expert -> expert.gateSaturation().stream()).toList();
    }

    /// The present scale of each target, in the order of the model's fields.
    public List<Scale> scales() {
        return Arrays.stream(targets).map(TargetTrack::scale).toList();
    }

    private static double[][] rows(float[] values, int width, double unit) {
        var rows = new double[values.length / width][width];
        for (int i = 0; i < values.length; i++) {
            rows[i / width][i % width] = values[i] * unit;
        }
        return rows;
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
        for (Expert expert : experts) {
            expert.begin();
        }
        long steps = lastTime == Long.MIN_VALUE ? 1 : interval.steps(reading.time() - lastTime);
        now += steps;
        Resolved[][] resolved = score(reading);
        @Nullable
        Anomaly[] anomalies = watch(reading);
        learn(reading);
        advance(reading, steps);
        return hasValue() ? forecast(reading, resolved, anomalies) : null;
    }

    private boolean hasValue() {
        for (TargetTrack target : targets) {
            if (!Double.isNaN(target.lastValue())) {
                return true;
            }
        }
        return false;
    }

    private void check(Reading reading) {
        if (reading.time() <= lastTime) {
            throw new IllegalArgumentException(
                    "a series' readings must come in increasing time: expected after %d, got %d"
                            .formatted(lastTime, reading.time()));
        }
        options.fields().require(reading);
    }

    /// Scores what was forecast for now, and says what the experts may learn from.
    private Resolved[][] score(Reading reading) {
        var resolved = new Resolved[targets.length][options.horizons()];
        Arrays.fill(truths.ages, 0);
        for (int c = 0; c < targets.length; c++) {
            double actual = reading.values()[c];
            for (int h = 1; h <= options.horizons(); h++) {
                HorizonTrack track = targets[c].horizon(h);
                Pending forecast = track.forecastFor(now);
                truths.steps[c][h - 1] = Double.NaN;
                if (forecast != null && !Double.isNaN(actual)) {
                    resolved[c][h - 1] = track.score(forecast, actual);
                    truths.steps[c][h - 1] = targets[c].isSettled()
                            ? HorizonTrack.truth(forecast, actual)
                            : Double.NaN;
                    truths.ages[h - 1] = (int) (predictions + 1 - forecast.prediction);
                }
            }
        }
        return resolved;
    }

    /// Looks for anomalies and drift in the errors of the forecasts for now, one step ahead.
    private @Nullable Anomaly[] watch(Reading reading) {
        var anomalies = new @Nullable Anomaly[targets.length];
        for (int c = 0; c < targets.length; c++) {
            Pending forecast = targets[c].horizon(1).forecastFor(now);
            double actual = reading.values()[c];
            if (forecast == null || Double.isNaN(actual)) {
                continue;
            }
            anomalies[c] = targets[c].anomaly(forecast, actual);
            if (requireNonNull(anomalies[c]).flagged()) {
                counters = counters.plus(new Counters(0, 0, 0, 1, 0, 0, 0));
            }
            if (targets[c].hasDrifted(forecast, actual)) {
                drifted(c);
            }
        }
        return anomalies;
    }

    private void drifted(int c) {
        counters = counters.plus(new Counters(0, 0, 0, 0, 1, 0, 0));
        events.add(new Event(Event.Kind.DRIFT, options.fields().targets().get(c),
                "errors have become larger than they were; response: "
                        + ForecasterOptions.id(options.driftResponse())));
        for (Expert expert : experts) {
            expert.drifted(options.driftResponse());
        }
        if (options.driftResponse() == DriftResponse.BEST_EXPERT) {
            for (int h = 1; h <= options.horizons(); h++) {
                targets[c].horizon(h).followBest();
            }
        }
    }

    private void learn(Reading reading) {
        if (frozen || !truths.any()) {
            return;
        }
        for (int i = 0; i < experts.length; i++) {
            try {
                experts[i].learn(truths);
            } catch (ArithmeticException e) {
                restart(i, String.valueOf(e.getMessage()));
            }
        }
        for (int c = 0; c < targets.length; c++) {
            for (int h = 1; h <= options.horizons(); h++) {
                double step = truths.steps[c][h - 1];
                if (!Double.isNaN(step)) {
                    HorizonTrack track = targets[c].horizon(h);
                    Pending forecast = requireNonNull(track.forecastFor(now));
                    audit(forecast);
                    track.learn(forecast, step, reading.values()[c], reading.time());
                    if (h == 1) {
                        targets[c].countUpdate();
                    }
                }
            }
        }
    }

    private void audit(Pending forecast) {
        if (forecast.targetStep > now) {
            counters = counters.plus(new Counters(0, 0, 0, 0, 0, 0, 1));
        }
    }

    private void restart(int expert, String reason) {
        experts[expert].restart();
        restarted(expert, reason);
    }

    private void restarted(int expert, String reason) {
        counters = counters.plus(new Counters(0, 0, 0, 0, 0, 1, 0));
        events.add(new Event(Event.Kind.RESTART, "",
                "%s begins again from its last good state: %s".formatted(options.experts().get(expert).id(),
                        reason)));
    }

    /// Takes the reading into the clock, the scales, the seasons and the last values.
    private void advance(Reading reading, long steps) {
        if (lastTime != Long.MIN_VALUE) {
            interval.add(reading.time() - lastTime);
        }
        counters = counters
                .plus(new Counters(reading.isMissing() ? 1 : 0, steps > 1 ? 1 : 0, steps - 1, 0, 0, 0, 0));
        lastTime = reading.time();
        readings++;
        for (int c = 0; c < targets.length; c++) {
            targets[c].advance(reading.time(), reading.values()[c], steps, now, interval);
        }
        covariates.advance(reading, steps, situation);
        situation.steps = steps;
        situation.season = Seasons.steps(0, options.seasonSteps(), interval);
        situation.attributes = reading.attributes();
    }

    private Forecast forecast(Reading reading, Resolved[][] resolved, @Nullable Anomaly[] anomalies) {
        predictions++;
        describe(reading);
        for (int i = 0; i < experts.length; i++) {
            experts[i].predict(situation, said[i]);
            if (exploded(said[i])) {
                restart(i, "its forecast was not finite or far away");
                for (double[] steps : said[i]) {
                    Arrays.fill(steps, Double.NaN);
                }
            }
        }
        var fields = new ArrayList<FieldForecast>(targets.length);
        long updates = 0;
        for (int c = 0; c < targets.length; c++) {
            updates += targets[c].updates();
            if (!Double.isNaN(targets[c].lastValue())) {
                fields.add(field(reading, c, resolved[c], anomalies[c]));
            }
        }
        commit();
        return new Forecast(reading.time(), fields, updates, List.copyOf(events));
    }

    private void commit() {
        for (int i = 0; i < experts.length; i++) {
            String reason = experts[i].commit();
            if (reason != null) {
                restarted(i, reason);
            }
        }
    }

    private void describe(Reading reading) {
        for (int c = 0; c < targets.length; c++) {
            targets[c].describe(reading.time(), reading.values()[c], interval, situation.targets[c]);
        }
        for (int h = 0; h < situation.horizons; h++) {
            CalendarFeatures.write(targetTime(h + 1), situation.calendar[h]);
        }
    }

    private long targetTime(int horizon) {
        return lastTime + horizon * interval.millis();
    }

    private static boolean exploded(double[][] said) {
        for (double[] target : said) {
            for (double step : target) {
                if (Math.abs(step) > EXPLODED) {
                    return true;
                }
            }
        }
        return false;
    }

    private FieldForecast field(Reading reading, int c, Resolved[] resolved, @Nullable Anomaly anomaly) {
        long season = Seasons.millis(0, options.seasonSteps(), interval);
        double[] steps = new double[experts.length];
        var horizons = new ArrayList<HorizonForecast>(options.horizons());
        for (int h = 1; h <= options.horizons(); h++) {
            for (int i = 0; i < experts.length; i++) {
                steps[i] = said[i][c][h - 1];
            }
            horizons.add(targets[c].horizon(h).forecast(situation.targets[c], steps, now, predictions,
                    targetTime(h), interval, season, resolved[h - 1]));
        }
        double actual = reading.values()[c];
        return new FieldForecast(options.fields().targets().get(c), status(targets[c], actual),
                actual,
                anomaly, horizons);
    }

    /// The forecasts that were made at the newest reading, once more: what had been resolved then, anomalies and events are not told
    /// again. Null: there are none.
    public @Nullable Forecast newest() {
        var fields = new ArrayList<FieldForecast>(targets.length);
        long updates = 0;
        for (int c = 0; c < targets.length; c++) {
            updates += targets[c].updates();
            var horizons = new ArrayList<HorizonForecast>(options.horizons());
            for (int h = 1; h <= options.horizons(); h++) {
                HorizonForecast newest = targets[c].horizon(h).newest(now, targetTime(h));
                if (newest != null) {
                    horizons.add(newest);
                }
            }
            if (!horizons.isEmpty()) {
                Pending next = requireNonNull(targets[c].horizon(1).forecastFor(now + 1));
                double actual = next.fresh ? next.lastValue : Double.NaN;
                fields.add(new FieldForecast(options.fields().targets().get(c), status(targets[c], actual),
                        actual, null, horizons));
            }
        }
        return fields.isEmpty() ? null : new Forecast(lastTime, fields, updates, List.of());
    }

    private static Status status(TargetTrack target, double actual) {
        if (!target.isWarm()) {
            return Status.WARMING_UP;
        }
        return Double.isNaN(actual) ? Status.STALE : Status.OK;
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
        return 2 * Integer.BYTES + SamplingInterval.BYTES
                + Arrays.stream(targets).mapToInt(TargetTrack::byteSize).sum() + covariates.byteSize()
                + Arrays.stream(experts).mapToInt(Expert::byteSize).sum() + 4 * Long.BYTES + Counters.BYTES;
    }

    /// Writes format version, fingerprint of the options, then the parts one after the other, little-endian.
    @Override
    public void save(ByteBuffer out) {
        out.putInt(FORMAT_VERSION).putInt(options.fingerprint());
        interval.save(out);
        for (TargetTrack target : targets) {
            target.save(out);
        }
        covariates.save(out);
        for (Expert expert : experts) {
            expert.save(out);
        }
        out.putLong(readings).putLong(predictions).putLong(now).putLong(lastTime);
        counters.save(out);
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
        for (TargetTrack target : targets) {
            target.load(in);
        }
        covariates.load(in);
        for (Expert expert : experts) {
            expert.load(in);
        }
        readings = in.getLong();
        predictions = in.getLong();
        now = in.getLong();
        lastTime = in.getLong();
        counters = Counters.load(in);
    }
}
