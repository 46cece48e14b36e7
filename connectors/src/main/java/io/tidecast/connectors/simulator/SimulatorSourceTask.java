package io.tidecast.connectors.simulator;

import io.tidecast.connectors.fleet.SensorFleet;
import io.tidecast.connectors.record.ConnectorVersion;
import io.tidecast.connectors.record.ReadingRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/// Sends a fleet's readings in the order in which they arrive. The offset is their number: after a restart the fleet is simulated
/// anew, without sending, up to there.
public final class SimulatorSourceTask extends SourceTask {
    static final String SENT = "sent";
    private static final int LARGEST_POLL = 2000;
    private static final Duration LONGEST_WAIT = Duration.ofMillis(500);

    private record Simulation(SensorFleet fleet, ReadingRecords records, Map<String, String> partition,
            double readingsPerSecond, long startNanos) {}

    private @Nullable Simulation simulation;
    private long sentBefore;
    private long sent;

    @Override
    public String version() {
        return ConnectorVersion.text();
    }

    @Override
    public void start(Map<String, String> properties) {
        SimulatorOptions options = SimulatorOptions.of(properties);
        var fleet = new SensorFleet(options.fleet());
        sentBefore = sent(context.offsetStorageReader().offset(options.partition()));
        for (long i = 0; i < sentBefore && fleet.hasNext(); i++) {
            fleet.next();
        }
        sent = sentBefore;
        simulation = new Simulation(fleet, new ReadingRecords(options.topic(), options.format()),
                options.partition(), options.readingsPerSecond(), System.nanoTime());
    }

    private static long sent(@Nullable Map<String, Object> offset) {
        if (offset == null) {
            return 0;
        }
        if (offset.get(SENT) instanceof Number number && number.longValue() >= 0) {
            return number.longValue();
        }
        throw new ConnectException("an offset must be {\"sent\": readings sent}, got " + offset);
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        Simulation running = simulation;
        if (running == null) {
            return null;
        }
        long due = awaitDue(running);
        var records = new ArrayList<SourceRecord>();
        while (records.size() < due && running.fleet().hasNext()) {
            records.add(running.records().record(running.partition(), Map.of(SENT, ++sent),
                    running.fleet().next()));
        }
        if (!records.isEmpty()) {
            return records;
        }
        if (due > 0) {
            // The simulation is at its end.
            Thread.sleep(LONGEST_WAIT);
        }
        return null;
    }

    @Override
    public void stop() {
        simulation = null;
    }

    /// How many readings may be sent now; waits for the first one, at most as long as a poll may.
    private long awaitDue(Simulation running) throws InterruptedException {
        if (Double.isInfinite(running.readingsPerSecond())) {
            return LARGEST_POLL;
        }
        double nextSeconds = (sent - sentBefore) / running.readingsPerSecond();
        var wait = Duration.ofNanos((long) (nextSeconds * 1e9) - (System.nanoTime() - running.startNanos()));
        if (wait.isPositive()) {
            Thread.sleep(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
        }
        double elapsed = (System.nanoTime() - running.startNanos()) / 1e9;
        long dueInAll = (long) Math.floor(elapsed * running.readingsPerSecond()) + 1;
        return Math.clamp(dueInAll - (sent - sentBefore), 0, LARGEST_POLL);
    }
}
