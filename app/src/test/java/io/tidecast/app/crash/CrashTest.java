package io.tidecast.app.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.crash.Disturbance.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The law, against hard kills: a forecast is a pure function of its partition's log.
class CrashTest {
    /// Of the readings and the kills; another one by `-Dcrash.seed=...`.
    private static final long SEED = Long.getLong("crash.seed", 1);
    private static final int COUNT = 8_000;

    @TempDir
    private static Path directory;

    private static Outcome undisturbed = Outcome.NONE;

    @BeforeAll
    static void runWithoutKills() throws Exception {
        undisturbed = run(Scenario.undisturbed(Map.of()));
        assertEquals(COUNT, undisturbed.readings().size());
        assertAnsweredOnce(undisturbed);
    }

    @Test
    void hardKillsOfApplicationAndBrokerChangeNoCommittedAnswer() throws Exception {
        Outcome killed = run(Scenario.disturbed("killed", Map.of(), 1, SEED,
                Map.of(Kind.KILL_INSTANCE, 3, Kind.KILL_BROKER, 1, Kind.KILL_AT_POINT,
                        KillPoint.values().length),
                700));
        assertTrue(killed.cutOff() > 0, () -> "seed %d: no kill met an open transaction".formatted(SEED));
        assertAnsweredOnce(killed);
        assertEquals("", undisturbed.answers().difference(killed.answers()), () -> "seed " + SEED);
    }

    /// The negative control: what the harness is there to see, it sees.
    @Test
    void withoutTransactionsAKillIsSeen() throws Exception {
        Outcome killed = run(Scenario.withoutTransactions(Map.of()));
        assertNotEquals("", undisturbed.answers().difference(killed.answers()), () -> "seed " + SEED);
        assertNotEquals(List.of(), killed.repeated(), () -> "seed " + SEED);
    }

    private static Outcome run(Scenario scenario) throws Exception {
        long start = System.nanoTime();
        Outcome outcome = CrashRun.of(directory, scenario, SeededReadings.of(SEED, COUNT, CrashRun.READINGS));
        System.out.printf(
                "crash test, seed %d, %s: %d answers, %d cut off, %d readings answered more than once, %.1f s%n",
                SEED, scenario, outcome.answers().size(), outcome.cutOff(), outcome.repeated().size(),
                (System.nanoTime() - start) / 1e9);
        assertEquals("",
                undisturbed.readings().size() == 0
                        ? ""
                        : undisturbed.readings().difference(outcome.readings()),
                () -> "seed %d: the harness is at fault, the runs read different readings".formatted(SEED));
        return outcome;
    }

    private static void assertAnsweredOnce(Outcome outcome) {
        assertEquals(List.of(), outcome.repeated(), () -> "seed " + SEED);
        assertEquals(COUNT, outcome.answered(), () -> "seed " + SEED);
    }
}
