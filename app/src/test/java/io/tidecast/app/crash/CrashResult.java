package io.tidecast.app.crash;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

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
        if (!mustEqual) {
            return "";
        }
        var text = new StringBuilder();
        outcome.pauses().forEach((how, pauses) -> {
            var sorted = pauses.stream().sorted().toList();
            text.append("%n     after %s every partition goes on within: median %.1f s, most %.1f s"
                    .formatted(how,
                            seconds(sorted.get(sorted.size() / 2)), seconds(sorted.getLast())));
        });
        return text.toString();
    }

    String json() {
        return String.format(Locale.ROOT,
                "{\"run\":\"%s\",\"good\":%s,\"answers\":%d,\"differing\":%d,\"cutOff\":%d,\"rebalances\":%d,\"pauseSeconds\":%s}",
                name, good(), outcome.answers().size(), differing, outcome.cutOff(), outcome.rebalances(),
                outcome.pauses().entrySet().stream()
                        .map(pauses -> "\"%s\":%s".formatted(pauses.getKey(),
                                pauses.getValue().stream().map(CrashResult::seconds).toList()))
                        .collect(Collectors.joining(",", "{", "}")));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
