package io.tidecast.app.web;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// How fast a count grows, over the last seconds. Safe for use by many threads.
final class Throughput {
    private static final long WINDOW_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long APART_NANOS = Duration.ofMillis(500).toNanos();

    private record Sample(long nanos, long count) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /// Takes the count as it is now.
    ///
    /// @return what came in a second
    synchronized double perSecond(long count) {
        return perSecond(System.nanoTime(), count);
    }

    synchronized double perSecond(long nanos, long count) {
        if (samples.isEmpty() || nanos - samples.getLast().nanos >= APART_NANOS) {
            samples.add(new Sample(nanos, count));
        }
        while (samples.size() > 1 && nanos - samples.getFirst().nanos > WINDOW_NANOS) {
            samples.remove();
        }
        Sample first = samples.getFirst();
        return nanos == first.nanos ? 0 : (count - first.count) * 1e9 / (nanos - first.nanos);
    }
}
