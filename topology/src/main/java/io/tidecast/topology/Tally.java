package io.tidecast.topology;

import static java.util.Objects.requireNonNull;

import io.tidecast.model.forecast.Counters;
import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.NetworkUpdate;
import io.tidecast.topology.DeadLetter.Reason;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.streams.StreamsMetrics;

/// Counts what happens in one task, as metrics of Kafka Streams: readable by JMX, by `KafkaStreams.metrics()` and by whatever
/// reports those. Their tags are reasons and kinds, never keys. They count from the start of the task; records that are processed
/// again after a failure count again.
///
/// | metric of group `tidecast-metrics` | tags besides `task` | counts |
/// |---|---|---|
/// | `records-total` | | records read |
/// | `forecasts-total` | | forecasts written |
/// | `dead-letters-total` | `reason` | records set aside |
/// | `events-total` | `kind` | events written |
/// | `unknown-fields-total` | | readings with fields that the series does not have; the rest of them is used |
/// | `missing-total`, `gaps-total`, `skipped-steps-total` | | readings without a value, gaps, and the steps left out in them |
/// | `anomalies-total`, `drifts-total`, `restarts-total` | | values flagged, drifts found, experts begun again |
/// | `early-truths-total` | | updates that used a truth before its time: 0 as long as nothing is broken |
/// | `snapshots-total` | | snapshots written |
/// | `rebuilds-total`, `replayed-inputs-total` | | live forecasters rebuilt from the stores, and inputs taken again for it |
final class Tally {
    static final String GROUP = "tidecast-metrics";

    private final StreamsMetrics metrics;
    private final String task;
    private final ForecastObserver observer;
    private final Map<String, Sensor> sensors = new LinkedHashMap<>();
    private final Map<Reason, Sensor> deadLetters = new EnumMap<>(Reason.class);
    private final Sensor records;
    private final Sensor forecasts;
    private final Sensor unknownFields;
    private final Sensor missing;
    private final Sensor gaps;
    private final Sensor skippedSteps;
    private final Sensor anomalies;
    private final Sensor drifts;
    private final Sensor restarts;
    private final Sensor earlyTruths;
    private final Sensor snapshots;
    private final Sensor rebuilds;
    private final Sensor replayedInputs;

    /// @param observer is told the same
    Tally(StreamsMetrics metrics, String task, ForecastObserver observer) {
        this.metrics = metrics;
        this.task = task;
        this.observer = observer;
        // All from the start, so that a counter that stays 0 can be told from one that is not there.
        for (Reason reason : Reason.values()) {
            deadLetters.put(reason, sensor("dead-letters", "reason", reason.code()));
        }
        records = sensor("records");
        forecasts = sensor("forecasts");
        unknownFields = sensor("unknown-fields");
        missing = sensor("missing");
        gaps = sensor("gaps");
        skippedSteps = sensor("skipped-steps");
        anomalies = sensor("anomalies");
        drifts = sensor("drifts");
        restarts = sensor("restarts");
        earlyTruths = sensor("early-truths");
        snapshots = sensor("snapshots");
        rebuilds = sensor("rebuilds");
        replayedInputs = sensor("replayed-inputs");
    }

    void record() {
        records.record(1);
    }

    void forecast(Forecast forecast) {
        forecasts.record(1);
        observer.forecast(forecast);
    }

    void deadLetter(Reason reason) {
        requireNonNull(deadLetters.get(reason)).record(1);
        observer.deadLetter(reason);
    }

    void event(String kind) {
        sensor("events", "kind", kind).record(1);
        observer.event(kind);
    }

    void unknownField() {
        unknownFields.record(1);
    }

    /// Takes what a reading has done to the forecaster of its series.
    ///
    /// @param before its counters before it
    /// @param update its last one before it
    /// @param nanos  that it took
    void stepped(Forecaster forecaster, Counters before, NetworkUpdate update, long nanos) {
        happened(forecaster.counters().minus(before));
        NetworkUpdate last = forecaster.lastUpdate();
        observer.stepped(nanos, last.updates() == update.updates() ? NetworkUpdate.NONE : last);
    }

    private void happened(Counters more) {
        add(missing, more.missing());
        add(gaps, more.gaps());
        add(skippedSteps, more.skippedSteps());
        add(anomalies, more.anomalies());
        add(drifts, more.drifts());
        add(restarts, more.restarts());
        add(earlyTruths, more.earlyTruths());
        if (more.restarts() > 0) {
            observer.restarted(more.restarts());
        }
    }

    void snapshot(int bytes) {
        snapshots.record(1);
        observer.snapshot(bytes);
    }

    void rebuilt(int replayed) {
        rebuilds.record(1);
        add(replayedInputs, replayed);
        observer.rebuilt(replayed);
    }

    void close() {
        sensors.values().forEach(metrics::removeSensor);
        sensors.clear();
    }

    private static void add(Sensor sensor, long count) {
        if (count > 0) {
            sensor.record((double) count);
        }
    }

    private Sensor sensor(String name) {
        return sensor(name, "", "");
    }

    private Sensor sensor(String name, String tag, String value) {
        return sensors.computeIfAbsent(name + "/" + value, id -> {
            Sensor sensor = metrics.addSensor("tidecast/" + task + "/" + id, Sensor.RecordingLevel.INFO);
            var tags = new TreeMap<String, String>(Map.of("task", task));
            if (!tag.isEmpty()) {
                tags.put(tag, value);
            }
            sensor.add(
                    new MetricName(name + "-total", GROUP, "Number of " + name + " since the task's start.",
                            tags),
                    new CumulativeSum());
            return sensor;
        });
    }
}
