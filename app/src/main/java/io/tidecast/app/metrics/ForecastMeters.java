package io.tidecast.app.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecast.Anomaly;
import io.tidecast.model.forecast.Forecast.FieldForecast;
import io.tidecast.model.forecast.Forecast.HorizonForecast;
import io.tidecast.model.forecast.NetworkUpdate;
import io.tidecast.topology.DeadLetter;
import io.tidecast.topology.ForecastObserver;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// Counts what the topology tells. Labels are outcomes, reasons and kinds, never keys: the number of time series does not depend on the
/// number of sensors. What is of each key is in its forecasts, in the queries and on the page.
public final class ForecastMeters implements ForecastObserver {
    private static final String READINGS = "tidecast.readings";
    private static final String READINGS_HELP = "Readings by what they were answered with, and dead letters by reason.";
    private static final String RESOLVED_HELP = "Forecasts of the next step whose truth has come, by whether it lay in the interval of the first level.";

    private final MeterRegistry registry;
    private final Counter forecasts;
    private final Map<DeadLetter.Reason, Counter> deadLetters = new EnumMap<>(DeadLetter.Reason.class);
    private final Timer update;
    private final Counter networkUpdates;
    private final Counter clipped;
    private final DistributionSummary gradientNorm;
    private final DistributionSummary loss;
    private final Counter restarts;
    private final Counter covered;
    private final Counter notCovered;
    private final DistributionSummary errorRatio;
    private final Counter anomalies;
    private final DistributionSummary snapshotBytes;
    private final Counter rebuilds;
    private final Counter replayedInputs;

    /// @param registry gets the meters
    public ForecastMeters(MeterRegistry registry) {
        this.registry = registry;
        forecasts = readings("forecast", "");
        for (DeadLetter.Reason reason : DeadLetter.Reason.values()) {
            deadLetters.put(reason, readings("dead-letter", reason.code()));
        }
        update = Timer.builder("tidecast.update")
                .description("Time in which a model scored, learnt from and answered a reading.")
                .serviceLevelObjectives(micros(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000,
                        100_000, 500_000))
                .register(registry);
        networkUpdates = counter("tidecast.network.updates", "Updates of the networks' weights.");
        clipped = counter("tidecast.gradients.clipped", "Gradients that were shortened to the largest norm.");
        gradientNorm = summary("tidecast.gradient.norm", "Norm of the gradients before they were shortened.",
                0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30);
        loss = summary("tidecast.loss",
                "Mean loss over the window of an update, before the weights moved; in squared RMS steps.",
                0.01, 0.03, 0.1, 0.3, 1, 3, 10);
        restarts = counter("tidecast.restarts",
                "Experts that diverged and began again from their last good state.");
        covered = resolved(true);
        notCovered = resolved(false);
        errorRatio = summary("tidecast.error.ratio",
                "Recent mean absolute error of a forecast by that of the last value: below 1 is better; 1 minus its mean is the skill.",
                0.25, 0.5, 0.75, 0.9, 1, 1.1, 1.5, 2);
        anomalies = counter("tidecast.anomalies", "Values flagged as anomalies.");
        snapshotBytes = DistributionSummary.builder("tidecast.snapshot").baseUnit("bytes")
                .description("Snapshots of series' states that were written.").register(registry);
        rebuilds = counter("tidecast.rebuilds", "Live forecasters rebuilt from the stores.");
        replayedInputs = counter("tidecast.replayed.inputs", "Journalled inputs taken again for rebuilding.");
    }

    @Override
    public void stepped(long nanos, NetworkUpdate network) {
        update.record(Duration.ofNanos(nanos));
        if (network.updates() > 0) {
            networkUpdates.increment();
            loss.record(network.loss());
            gradientNorm.record(network.gradientNorm());
            if (network.clipped()) {
                clipped.increment();
            }
        }
    }

    @Override
    public void forecast(Forecast forecast) {
        forecasts.increment();
        for (FieldForecast field : forecast.fields()) {
            Anomaly anomaly = field.anomaly();
            if (anomaly != null && anomaly.flagged()) {
                anomalies.increment();
            }
            score(field.next());
        }
    }

    private void score(HorizonForecast next) {
        if (next.resolved() == null) {
            return;
        }
        (next.resolved().covered() ? covered : notCovered).increment();
        if (next.recent() != null && next.recent().lastValueMae() > 0) {
            errorRatio.record(next.recent().mae() / next.recent().lastValueMae());
        }
    }

    @Override
    public void deadLetter(DeadLetter.Reason reason) {
        requireNonNull(deadLetters.get(reason)).increment();
    }

    @Override
    public void event(String kind) {
        Counter.builder("tidecast.events").description("What happened to models, by kind.").tag("kind", kind)
                .register(registry).increment();
    }

    @Override
    public void restarted(long experts) {
        restarts.increment((double) experts);
    }

    @Override
    public void snapshot(int bytes) {
        snapshotBytes.record(bytes);
    }

    @Override
    public void rebuilt(int inputs) {
        rebuilds.increment();
        replayedInputs.increment(inputs);
    }

    private Counter readings(String outcome, String reason) {
        return Counter.builder(READINGS).description(READINGS_HELP).tag("outcome", outcome)
                .tag("reason", reason).register(registry);
    }

    private Counter resolved(boolean within) {
        return Counter.builder("tidecast.resolved.forecasts").description(RESOLVED_HELP)
                .tag("covered", Boolean.toString(within)).register(registry);
    }

    private Counter counter(String name, String help) {
        return Counter.builder(name).description(help).register(registry);
    }

    private DistributionSummary summary(String name, String help, double... bounds) {
        return DistributionSummary.builder(name).description(help).serviceLevelObjectives(bounds)
                .register(registry);
    }

    private static Duration[] micros(long... bounds) {
        return Arrays.stream(bounds).mapToObj(micros -> Duration.ofNanos(micros * 1_000))
                .toArray(Duration[]::new);
    }
}
