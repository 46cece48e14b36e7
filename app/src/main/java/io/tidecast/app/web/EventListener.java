package io.tidecast.app.web;

import io.tidecast.v1.Event;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What one page has not been sent yet: which series have changed, each once however often it did, and every new point of the one
/// that is being looked at.
final class EventListener {
    /// Changed series of one message; the others come with the next ones.
    private static final int MOST_ROWS = 256;
    private static final int MOST_POINTS = 512;
    private static final int MOST_EVENTS = 128;

    private final String key;
    private final String field;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Set<String> changed = new LinkedHashSet<>();
    private final Deque<KeyHistory.Point> points = new ArrayDeque<>();
    private final Deque<Event> events = new ArrayDeque<>();
    private boolean closed;

    /// What has come since the last time.
    ///
    /// @param changed series with new forecasts
    /// @param points  of the field of the series that is being looked at
    /// @param events  of any series
    /// @param more    whether there is more to take at once
    record News(List<String> changed, List<KeyHistory.Point> points, List<Event> events, boolean more) {
        boolean isEmpty() {
            return changed.isEmpty() && points.isEmpty() && events.isEmpty();
        }
    }

    /// @param key   of the series that is being looked at; empty: none
    /// @param field of it; empty: the first one
    EventListener(String key, String field) {
        this.key = key;
        this.field = field;
    }

    String key() {
        return key;
    }

    void issued(String series, List<KeyHistory.Point> reading) {
        lock.lock();
        try {
            changed.add(series);
            if (series.equals(key)) {
                reading.stream().filter(point -> field.isEmpty() || point.field().equals(field)).findFirst()
                        .ifPresent(point -> append(points, point, MOST_POINTS));
            }
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    void happened(Event event) {
        lock.lock();
        try {
            append(events, event, MOST_EVENTS);
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Takes what there is; waits so long for it.
    News take(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = atMost.toNanos();
            while (changed.isEmpty() && points.isEmpty() && events.isEmpty() && !closed && nanos > 0) {
                nanos = news.awaitNanos(nanos);
            }
            List<String> some = changed.stream().limit(MOST_ROWS).toList();
            some.forEach(changed::remove);
            var taken = new News(some, new ArrayList<>(points), new ArrayList<>(events),
                    !changed.isEmpty());
            points.clear();
            events.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// Whoever waits for news is woken, and there will be no more.
    void close() {
        lock.lock();
        try {
            closed = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the stream is closed, at most so long.
    void awaitClosed(Duration atMost) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanos = atMost.toNanos();
            while (!closed && nanos > 0) {
                nanos = news.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private static <T> void append(Deque<T> to, T value, int most) {
        if (to.size() == most) {
            to.remove();
        }
        to.add(value);
    }
}
