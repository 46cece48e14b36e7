package io.tidecast.app.web;

import io.tidecast.v1.Event;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Passes on to all listening pages what comes in. What a page has not taken yet is kept for it in a bounded form, so a slow page costs
/// nobody else anything.
final class EventHub {
    /// Pages at a time.
    static final int MOST_LISTENERS = 64;

    private final Set<EventListener> listeners = ConcurrentHashMap.newKeySet();

    /// Joins a page; false: there are too many.
    synchronized boolean join(EventListener listener) {
        return !isFull() && listeners.add(listener);
    }

    /// Whether no page can join at the moment.
    boolean isFull() {
        return listeners.size() >= MOST_LISTENERS;
    }

    void leave(EventListener listener) {
        listeners.remove(listener);
    }

    /// @param reading each of its fields
    void issued(String key, List<KeyHistory.Point> reading) {
        listeners.forEach(listener -> listener.issued(key, reading));
    }

    void happened(Event event) {
        listeners.forEach(listener -> listener.happened(event));
    }

    Collection<EventListener> listeners() {
        return listeners;
    }
}
