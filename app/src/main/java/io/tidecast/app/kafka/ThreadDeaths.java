package io.tidecast.app.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/// How often threads have died of late. What all of them die of at the same time counts for each, and may pass by itself all the same.
final class ThreadDeaths {
    /// So many deaths of each thread within so long are not what passes by itself.
    private static final int REPLACEMENTS = 5;
    private static final Duration PERIOD = Duration.ofMinutes(10);

    private final int most;
    private final LongSupplier nanoTime;
    /// Nanoseconds, the oldest first.
    private final Deque<Long> deaths = new ArrayDeque<>();

    /// @param threads  that run
    /// @param nanoTime as [System#nanoTime]
    ThreadDeaths(int threads, LongSupplier nanoTime) {
        most = REPLACEMENTS * threads;
        this.nanoTime = nanoTime;
    }

    /// Counts one more.
    ///
    /// @return whether they are too many
    synchronized boolean add() {
        long now = nanoTime.getAsLong();
        deaths.add(now);
        deaths.removeIf(death -> now - death > PERIOD.toNanos());
        return deaths.size() > most;
    }
}
