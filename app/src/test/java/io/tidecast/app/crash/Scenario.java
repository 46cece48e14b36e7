package io.tidecast.app.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What happens to a run.
///
/// @param name     names its directory
/// @param settings configuration of the application besides what all runs have in common
/// @param trickle  whether the readings come one after another rather than all at once
/// @param kills    what is killed, in this order
record Scenario(String name, Map<String, String> settings, boolean trickle, List<Kill> kills) {
    enum Victim {
        APPLICATION, BROKER
    }

    /// A hard kill, after which the victim is started again at once.
    ///
    /// @param newAnswers answers that are committed between the kill before (or the start) and this one
    record Kill(Victim victim, int newAnswers) {}

    /// Nothing is killed, and all readings are there at once.
    static Scenario undisturbed() {
        return new Scenario("undisturbed", Map.of(), false, List.of());
    }

    /// The victims in a random order at random moments, the same for the same seed.
    static Scenario killed(long seed, int applicationKills, int brokerKills, int mostNewAnswers) {
        var random = new Random(seed);
        var victims = new ArrayList<>(Collections.nCopies(applicationKills, Victim.APPLICATION));
        victims.addAll(Collections.nCopies(brokerKills, Victim.BROKER));
        Collections.shuffle(victims, random);
        List<Kill> kills = victims.stream()
                .map(victim -> new Kill(victim, 1 + random.nextInt(mostNewAnswers))).toList();
        return new Scenario("killed", Map.of(), true, kills);
    }

    /// The negative control: Kafka's at-least-once with the commit interval that it has by default, and one kill.
    static Scenario killedWithoutTransactions() {
        return new Scenario("at-least-once",
                Map.of("processing.guarantee", "at_least_once", "commit.interval.ms", "30000"),
                true, List.of(new Kill(Victim.APPLICATION, 1_000)));
    }

    boolean transactional() {
        return !settings.containsKey("processing.guarantee");
    }
}
