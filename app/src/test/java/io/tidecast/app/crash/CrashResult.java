package io.tidecast.app.crash;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/// What a run of the crash benchmark has shown.
///
/// @param name       of the run
/// @param counts     disturbances
/// @param differing  partitions whose committed answers are not those of the undisturbed run
/// @param mustEqual  whether none may differ; else some must
record CrashResult(String name, Map<Disturbance.Kind, Integer> counts, long differing, Outcome outcome,
        boolean mustEqual) {
    boolean good() {
        return mustEqual == (differing == 0) && (!mustEqual || outcome.repeated().isEmpty());
    }

    String text() {
        return "%-4s %-28s %d answers, %d differing partitions, %d cut off, %d rebalances; %s%s".formatted(
                good() ? "ok" : "BAD", name, outcome.answers().size(), differing, outcome.cutOff(),
                outcome.rebalances(), counts, pauses());
    }

    /// From a kill until every partition has a new committed forecast.
    private String pauses() {
        if (outcome.pauses().isEmpty() || !mustEqual) {
            return "";
        }
        var sorted = outcome.pauses().stream().sorted().toList();
        return "; after a kill every partition goes on within: median %.1f s, most %.1f s".formatted(
                seconds(sorted.get(sorted.size() / 2)), seconds(sorted.getLast()));
    }

    String json() {
        return String.format(Locale.ROOT,
                "{\"run\":\"%s\",\"good\":%s,\"answers\":%d,\"differing\":%d,\"cutOff\":%d,\"rebalances\":%d,\"pauseSeconds\":%s}",
                name, good(), outcome.answers().size(), differing, outcome.cutOff(), outcome.rebalances(),
                outcome.pauses().stream().map(CrashResult::seconds).toList());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
