package io.tidecast.app.crash;

import java.util.List;

/// What a run has left behind.
///
/// @param readings what the application read
/// @param answers  the committed forecasts and dead letters
/// @param repeated readings that have more than one answer, in words
/// @param cutOff   answers that were written, but cut off by a kill before they were committed
record Outcome(Log readings, Log answers, List<String> repeated, int cutOff) {}
