package io.tidecast.app.crash;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a run has left behind.
///
/// @param readings    what the application read
/// @param answers     the committed forecasts, events and dead letters
/// @param repeated    readings that have more than one answer, in words
/// @param answered    readings that have an answer
/// @param cutOff      records that were written, but cut off by a kill before they were committed
/// @param rebalances  times that an instance that was running had to give back or take over partitions
/// @param pauses      for each kill of an instance, how long it took until every partition had a new committed forecast
record Outcome(Log readings, Log answers, List<String> repeated, int answered, int cutOff, int rebalances,
        Map<Disturbance.Kind, List<Duration>> pauses) {
    /// Before the run.
    static final Outcome NONE = new Outcome(new Log(), new Log(), List.of(), 0, 0, 0, Map.of());
}
