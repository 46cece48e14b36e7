package io.tidecast.app.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// When what was committed.
final class Progress {
    private final Map<Disturbance.Kind, List<Duration>> pauses = new EnumMap<>(Disturbance.Kind.class);
    /// By partition of the forecasts, the offset from which on a forecast is new.
    private final Map<Integer, Long> waitedFor = new HashMap<>();
    private long last = System.nanoTime();
    private long killed;
    private Disturbance.@Nullable Kind measured;

    void add(ConsumerRecord<byte[], byte[]> record) {
        last = System.nanoTime();
        if (record.topic().equals(CrashRun.FORECASTS)) {
            waitedFor.computeIfPresent(record.partition(),
                    (_, end) -> record.offset() < end ? end : null);
            if (measured != null && waitedFor.isEmpty()) {
                pauses.computeIfAbsent(measured, _ -> new ArrayList<>())
                        .add(Duration.ofNanos(last - killed));
                measured = null;
            }
        }
    }

    Duration sinceLast() {
        return Duration.ofNanos(System.nanoTime() - last);
    }

    /// From now on, every partition is waited for.
    ///
    /// @param committed where what is committed ends now
    void begin(Map<TopicPartition, Long> committed) {
        committed.forEach((partition, end) -> {
            if (partition.topic().equals(CrashRun.FORECASTS)) {
                waitedFor.put(partition.partition(), end);
            }
        });
    }

    /// An instance is dead as of now: once the wait begins, it is measured how long every partition takes to have a new forecast.
    void killed(Disturbance.Kind how) {
        killed = System.nanoTime();
        measured = how;
    }

    /// Whether every partition has a new committed forecast.
    boolean everywhere() {
        return waitedFor.isEmpty();
    }

    /// For each kill, the time until every partition had a new committed forecast.
    Map<Disturbance.Kind, List<Duration>> pauses() {
        return pauses;
    }
}
