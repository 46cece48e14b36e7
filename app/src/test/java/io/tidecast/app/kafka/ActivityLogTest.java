package io.tidecast.app.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class ActivityLogTest {
    private final Map<MetricName, Metric> metrics = new HashMap<>();

    private void count(String name, double value, Map<String, String> tags) {
        var metricName = new MetricName(name, "tidecast-metrics", "", tags);
        metrics.put(metricName, new Metric() {
            @Override
            public MetricName metricName() {
                return metricName;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        });
    }

    @Test
    void theCountersOfAllTasksAreAddedByReasonAndByKind() {
        count("forecasts-total", 5, Map.of("task", "0_0"));
        count("forecasts-total", 7, Map.of("task", "0_1"));
        count("dead-letters-total", 1, Map.of("task", "0_0", "reason", "late"));
        count("dead-letters-total", 2, Map.of("task", "0_1", "reason", "late"));
        count("events-total", 4, Map.of("task", "0_1", "kind", "drift"));
        count("records-total", 99, Map.of("task", "0_1"));
        assertEquals(new ActivityLog.Counts(12, Map.of("late", 3L), Map.of("drift", 4L)),
                ActivityLog.Counts.of(metrics));
    }

    @Test
    void onlyWhatIsNewIsToldAndPartitionsThatHaveGoneTellNothing() {
        var before = new ActivityLog.Counts(10, Map.of("late", 3L, "duplicate", 5L), Map.of("drift", 1L));
        assertEquals(new ActivityLog.Counts(2, Map.of("late", 1L), Map.of()),
                new ActivityLog.Counts(12, Map.of("late", 4L, "duplicate", 5L), Map.of()).since(before));
        assertEquals(new ActivityLog.Counts(0, Map.of(), Map.of()),
                new ActivityLog.Counts(4, Map.of("late", 1L), Map.of()).since(before));
    }
}
