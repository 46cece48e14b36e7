package io.tidecast.app.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// When what was committed.
final class Progress {
    private final List<Duration> pauses = new ArrayList<>();
    private final Set<Integer> waitedFor = new HashSet<>();
    private long last = System.nanoTime();
    private long killed;
    private boolean measures;

    void add(ConsumerRecord<byte[], byte[]> record) {
        last = System.nanoTime();
        if (record.topic().equals(CrashRun.FORECASTS)) {
            waitedFor.remove(record.partition());
            if (measures && waitedFor.isEmpty()) {
                measures = false;
                pauses.add(Duration.ofNanos(last - killed));
            }
        }
    }

    Duration sinceLast() {
        return Duration.ofNanos(System.nanoTime() - last);
    }

    /// From now on, every partition is waited for.
    void begin() {
        for (int partition = 0; partition < SeededReadings.PARTITIONS; partition++) {
            waitedFor.add(partition);
        }
    }

    /// An instance is dead as of now: it is measured how long every partition takes to have a new forecast.
    void killed() {
        killed = System.nanoTime();
        measures = true;
        begin();
    }

    /// Whether every partition has a new committed forecast.
    boolean everywhere() {
        return waitedFor.isEmpty();
    }

    /// For each kill, the time until every partition had a new committed forecast.
    List<Duration> pauses() {
        return List.copyOf(pauses);
    }
}
