package io.tidecast.app.crash;

import java.time.Duration;
import java.util.List;

/// What a run has left behind.
///
/// @param readings    what the application read
/// @param answers     the committed forecasts, events and dead letters
/// @param repeated    readings that have more than one answer, in words
/// @param answered    readings that have an answer
/// @param cutOff      records that were written, but cut off by a kill before they were committed
/// @param rebalances  times that an instance that was running had to give back or take over partitions
/// @param pauses      for each kill of an instance, how long it took until every partition had a new committed answer
record Outcome(Log readings, Log answers, List<String> repeated, int answered, int cutOff, int rebalances,
        List<Duration> pauses) {}
