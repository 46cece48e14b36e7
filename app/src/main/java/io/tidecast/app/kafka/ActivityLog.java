package io.tidecast.app.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs once a minute what a running pipeline has done: forecasts, and how far it is behind; what was set aside, by reason; what happened
/// to models, by kind. Lines that would say nothing are left out.
public final class ActivityLog {
    private static final Logger LOG = LoggerFactory.getLogger(ActivityLog.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final String GROUP = "tidecast-metrics";

    private final Pipeline pipeline;
    private final String deadLettersTopic;
    private Counts last = new Counts(0, Map.of(), Map.of());
    private long next = System.nanoTime() + PERIOD.toNanos();

    /// What has been counted so far.
    ///
    /// @param deadLetters by reason
    /// @param events      by kind
    record Counts(long forecasts, Map<String, Long> deadLetters, Map<String, Long> events) {
        static Counts of(Map<MetricName, ? extends Metric> metrics) {
            var deadLetters = new TreeMap<String, Long>();
            var events = new TreeMap<String, Long>();
            long forecasts = 0;
            for (Metric metric : metrics.values()) {
                MetricName name = metric.metricName();
                if (!name.group().equals(GROUP) || !(metric.metricValue() instanceof Number count)) {
                    continue;
                }
                switch (name.name()) {
                    case "forecasts-total" -> forecasts += count.longValue();
                    case "dead-letters-total" ->
                        deadLetters.merge(name.tags().getOrDefault("reason", ""), count.longValue(),
                                Long::sum);
                    case "events-total" ->
                        events.merge(name.tags().getOrDefault("kind", ""), count.longValue(), Long::sum);
                    default -> {
                    }
                }
            }
            return new Counts(forecasts, deadLetters, events);
        }

        /// What has come since. Partitions that have gone to another instance have taken their counters along: there was nothing then.
        Counts since(Counts before) {
            return new Counts(Math.max(0, forecasts - before.forecasts),
                    difference(deadLetters, before.deadLetters), difference(events, before.events));
        }

        private static Map<String, Long> difference(Map<String, Long> now, Map<String, Long> before) {
            var difference = new TreeMap<String, Long>();
            now.forEach((name, count) -> {
                long more = count - before.getOrDefault(name, 0L);
                if (more > 0) {
                    difference.put(name, more);
                }
            });
            return difference;
        }
    }

    /// @param deadLettersTopic where what is set aside can be looked at
    public ActivityLog(Pipeline pipeline, String deadLettersTopic) {
        this.pipeline = pipeline;
        this.deadLettersTopic = deadLettersTopic;
    }

    /// Logs if a minute has gone by.
    public void look() {
        long now = System.nanoTime();
        if (now - next < 0) {
            return;
        }
        next = now + PERIOD.toNanos();
        Counts counts = Counts.of(pipeline.metrics());
        tell(counts.since(last), pipeline.lag());
        last = counts;
    }

    private void tell(Counts news, long lag) {
        if (news.forecasts > 0 || lag > 0) {
            LOG.info("readings: {} forecasts in the last minute, {} readings behind", news.forecasts, lag);
        }
        if (!news.deadLetters.isEmpty()) {
            LOG.warn(
                    "readings: set aside in the last minute: {}; topic {} has them, with the reason in their headers",
                    text(news.deadLetters), deadLettersTopic);
        }
        if (!news.events.isEmpty()) {
            LOG.info("models: in the last minute: {}", text(news.events));
        }
    }

    private static String text(Map<String, Long> counts) {
        return counts.entrySet().stream().map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
