package io.tidecast.app.crash;

import io.tidecast.topology.Sabotage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// What happens to a run.
///
/// @param name         names its directory
/// @param settings     configuration of the application besides what all runs have in common
/// @param instances    of the application; a single one is a static member of its group
/// @param trickle      whether the readings come one after another rather than all at once
/// @param disturbances in this order
/// @param sabotage     a fault that is built in; null: none
/// @param seed         of the choice of victims
record Scenario(String name, Map<String, String> settings, int instances, boolean trickle,
        List<Disturbance> disturbances, @Nullable Sabotage sabotage, long seed) {

    /// Nothing is done, and all readings are there at once.
    static Scenario undisturbed(Map<String, String> settings) {
        return new Scenario("undisturbed", settings, 1, false, List.of(), null, 1);
    }

    /// The disturbances in a random order at random moments, the same for the same seed.
    ///
    /// @param counts how often each comes
    static Scenario disturbed(String name, Map<String, String> settings, int instances, long seed,
            Map<Disturbance.Kind, Integer> counts, int mostNewAnswers) {
        var random = new Random(seed);
        var kinds = new ArrayList<Disturbance.Kind>();
        for (Disturbance.Kind kind : Disturbance.Kind.values()) {
            kinds.addAll(Collections.nCopies(counts.getOrDefault(kind, 0), kind));
        }
        Collections.shuffle(kinds, random);
        List<Disturbance> disturbances = kinds.stream()
                .map(kind -> new Disturbance(kind, 1 + random.nextInt(mostNewAnswers))).toList();
        return new Scenario(name, settings, instances, true, disturbances, null, seed);
    }

    /// A negative control: Kafka's at-least-once with the commit interval that it has by default, and one kill.
    static Scenario withoutTransactions(Map<String, String> settings) {
        var all = new HashMap<>(settings);
        all.put("processing.guarantee", "at_least_once");
        all.put("commit.interval.ms", "30000");
        return new Scenario("at-least-once", all, 1, true,
                List.of(new Disturbance(Disturbance.Kind.KILL_INSTANCE, 1_000)), null, 1);
    }

    /// A negative control: the fault, and kills that show it.
    static Scenario sabotaged(Sabotage sabotage, Map<String, String> settings) {
        return new Scenario(sabotage.name().toLowerCase(java.util.Locale.ROOT), settings, 1, true,
                List.of(new Disturbance(Disturbance.Kind.KILL_INSTANCE, 1_500),
                        new Disturbance(Disturbance.Kind.KILL_INSTANCE, 1_000),
                        new Disturbance(Disturbance.Kind.KILL_INSTANCE, 1_000)),
                sabotage, 1);
    }

    boolean has(Disturbance.Kind kind) {
        return disturbances.stream().anyMatch(disturbance -> disturbance.kind() == kind);
    }

    boolean transactional() {
        return !settings.containsKey("processing.guarantee");
    }
}
