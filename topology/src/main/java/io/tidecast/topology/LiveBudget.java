package io.tidecast.topology;

import java.util.concurrent.atomic.AtomicInteger;

/// The heap that the live forecasters of one instance may take, in equal shares for the tasks that it has at the moment.
final class LiveBudget {
    private final long bytes;
    private final AtomicInteger tasks = new AtomicInteger();

    LiveBudget(long bytes) {
        this.bytes = bytes;
    }

    void join() {
        tasks.incrementAndGet();
    }

    void leave() {
        tasks.decrementAndGet();
    }

    /// Bytes for one task.
    long share() {
        return bytes / Math.max(1, tasks.get());
    }
}
