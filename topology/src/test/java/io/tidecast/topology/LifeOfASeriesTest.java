package io.tidecast.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.model.forecast.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifeOfASeriesTest {
    private static final long T = SampleSeries.START;
    private static final long STEP = SampleSeries.STEP;
    private static final long HOUR = 3_600_000;
    /// What the faulty model fails on.
    private static final double POISON = 13;
    private static final ForecasterOptions SMALL = ForecasterOptions.DEFAULT
            .withNetwork(NetworkSettings.DEFAULT.with(NetworkSettings.Kind.LSTM, 4));
    private static final ForecastOptions OPTIONS = ForecastOptions.DEFAULT.withForecaster(SMALL);
    private static final Wiring FAULTY = new Wiring(LifeOfASeriesTest::stepUnlessPoison,
            UnaryOperator.identity());

    @TempDir
    private Path directory;

    /// Fails in the middle of the update: the state has changed already.
    private static @Nullable Forecast stepUnlessPoison(Forecaster forecaster, Reading reading) {
        Forecast forecast = forecaster.step(reading);
        if (reading.value() == POISON) {
            throw new ArithmeticException("poison");
        }
        return forecast;
    }

    @Test
    void aTombstoneForgetsASeries() {
        try (var topology = new DrivenTopology(OPTIONS, directory)) {
            List<String> first = topology.send("a", T, 20);
            topology.send("a", T + STEP, 21);
            assertEquals(List.of("event forgotten a"), topology.send("a".getBytes(UTF_8), null, T + STEP));
            assertEquals(first, topology.send("a", T, 20));
            assertEquals(1, topology.count("events-total", "forgotten"));
        }
    }

    @Test
    void aForgottenSeriesDoesNotRiseFromItsOldJournal() {
        var rebuiltEveryTime = OPTIONS.withState(StateOptions.DEFAULT.withSnapshotEvery(64).withLiveBytes(0));
        try (var topology = new DrivenTopology(rebuiltEveryTime, directory)) {
            var answers = new ArrayList<List<String>>();
            for (int life = 0; life < 2; life++) {
                var ofThisLife = new ArrayList<String>();
                for (int i = 0; i < 20 + 20 * (1 - life); i++) {
                    List<String> answer = topology.send("a", T + i * STEP, i % 7);
                    if (i < 20) {
                        ofThisLife.addAll(answer);
                    }
                    topology.send("b", T + (40 * life + i) * STEP, i);
                }
                answers.add(ofThisLife);
                topology.send("a".getBytes(UTF_8), null, T);
            }
            assertEquals(answers.getFirst(), answers.getLast());
        }
    }

    @Test
    void aResetBeginsAgainAtItsOffset() {
        try (var topology = new DrivenTopology(OPTIONS, directory)) {
            List<String> first = topology.send("a", T, 20);
            topology.send("a", T + STEP, 25);
            assertEquals(List.of("event reset a"), topology.control("a", T + STEP, "reset"));
            assertEquals(first, topology.send("a", T, 20));
        }
    }

    @Test
    void aFrozenSeriesIsForecastButDoesNotLearnUntilItIsThawed() {
        try (var topology = new DrivenTopology(OPTIONS, directory)) {
            wave(topology, 0, 30);
            assertEquals(List.of("event frozen a"), topology.control("a", T, "freeze"));
            assertTrue(topology.live.find("a").orElseThrow().frozen());
            List<String> frozen = wave(topology, 30, 40);
            assertEquals(updates(frozen.getFirst()), updates(frozen.getLast()));
            assertEquals(List.of("event thawed a"), topology.control("a", T, "thaw"));
            List<String> thawed = wave(topology, 40, 50);
            assertEquals(updates(frozen.getLast()) + 10, updates(thawed.getLast()));
        }
    }

    @Test
    void aLearningRateCanBeSet() {
        try (var slow = new DrivenTopology(OPTIONS, directory.resolve("slow"));
                var fast = new DrivenTopology(OPTIONS, directory.resolve("fast"))) {
            assertEquals(List.of("event learning-rate a 0.05"), fast.control("a", T, "learning-rate:0.05"));
            assertEquals(0.05, fast.live.find("a").orElseThrow().learningRate().orElseThrow());
            assertEquals(wave(slow, 0, 2), wave(fast, 0, 2));
            assertNotEquals(wave(slow, 2, 40), wave(fast, 2, 40));
        }
    }

    @Test
    void anUnknownControlIsADeadLetter() {
        try (var topology = new DrivenTopology(OPTIONS, directory)) {
            for (String header : List.of("", "restart", "learning-rate:", "learning-rate:-1",
                    "learning-rate:NaN")) {
                assertEquals(List.of("dead-letter bad-control"), topology.control("a", T, header), header);
            }
            assertEquals(5, topology.count("dead-letters-total", "bad-control"));
        }
    }

    @Test
    void anIdleSeriesExpiresByTheClockOfItsPartition() {
        var options = OPTIONS.withState(StateOptions.DEFAULT.withExpiry(Duration.ofHours(8)));
        try (var topology = new DrivenTopology(options, directory)) {
            List<String> first = topology.send("idle", T, 20);
            topology.send("other", T + HOUR, 1);
            assertEquals(1, topology.send("idle", T + 8 * HOUR, 21).size(), "8 hours are not too long");
            topology.send("other", T + 15 * HOUR, 1);
            List<String> late = topology.send("other", T + 19 * HOUR, 1);
            assertEquals("event expired idle idle for more than PT8H", late.getLast());
            assertTrue(topology.live.find("idle").isEmpty());
            assertEquals(first.getFirst(), topology.send("idle", T, 20).getFirst(),
                    "it begins again, even with an old reading");
        }
    }

    @Test
    void aSeriesThatHasNotBeenSweptYetExpiresWhenItIsTouched() {
        var options = OPTIONS.withState(StateOptions.DEFAULT.withExpiry(Duration.ofHours(8)));
        try (var topology = new DrivenTopology(options, directory)) {
            for (int i = 0; i < 100; i++) {
                topology.send("s%02d".formatted(i), T, i);
            }
            List<String> swept = topology.send("other", T + 20 * HOUR, 1);
            assertEquals(1 + 32, swept.size(), "a few at a time");
            List<String> touched = topology.send("s99", T + 20 * HOUR, 1);
            assertTrue(touched.contains("event expired s99 idle for more than PT8H"), touched::toString);
            topology.send("other", T + 20 * HOUR + STEP, 1);
            topology.send("other", T + 20 * HOUR + 2 * STEP, 1);
            assertEquals(100, topology.count("events-total", "expired"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "freeze", "thaw", "learning-rate:0.01"})
    void aSeriesThatIsOnlyToldSomethingExpiresToo(String control) {
        var options = OPTIONS.withState(StateOptions.DEFAULT.withExpiry(Duration.ofHours(8)));
        try (var topology = new DrivenTopology(options, directory)) {
            topology.control("before", T, control);
            topology.send("known", T, 1);
            topology.control("unknown", T, control);
            topology.control("known", T, control);
            assertEquals(1, topology.send("other", T + 8 * HOUR, 1).size(), "8 hours are not too long");
            List<String> late = topology.send("other", T + 19 * HOUR, 1);
            for (String key : List.of("before", "unknown", "known")) {
                assertTrue(late.contains("event expired %s idle for more than PT8H".formatted(key)),
                        late::toString);
                assertTrue(topology.live.find(key).isEmpty(), key);
            }
        }
    }

    @Test
    void aSeriesWhoseFirstReadingFailsExpiresToo() {
        var options = OPTIONS.withState(StateOptions.DEFAULT.withExpiry(Duration.ofHours(8)));
        try (var topology = new DrivenTopology(options, directory, FAULTY)) {
            assertEquals(List.of("dead-letter update-failed"), topology.send("a", T, POISON));
            topology.send("other", T, 1);
            List<String> late = topology.send("other", T + 19 * HOUR, 1);
            assertEquals("event expired a idle for more than PT8H", late.getLast());
            assertTrue(topology.live.find("a").isEmpty());
        }
    }

    @Test
    void aFailureInTheMiddleOfAnUpdateLeavesTheSeriesAsItWas() {
        try (var faulty = new DrivenTopology(OPTIONS, directory.resolve("faulty"), FAULTY);
                var spared = new DrivenTopology(OPTIONS, directory.resolve("spared"), FAULTY)) {
            assertEquals(wave(spared, 0, 10), wave(faulty, 0, 10));
            assertEquals(List.of("dead-letter update-failed"), faulty.send("a", T + 10 * STEP, POISON));
            assertEquals(wave(spared, 11, 40), wave(faulty, 11, 40));
        }
    }

    @Test
    void aSeriesThatFailsAgainAndAgainIsQuarantinedAloneUntilItIsThawed() {
        try (var topology = new DrivenTopology(OPTIONS, directory, FAULTY)) {
            wave(topology, 0, 5);
            for (int i = 0; i < 4; i++) {
                assertEquals(List.of("dead-letter update-failed"), topology.send("a", T + 5 * STEP, POISON));
            }
            List<String> fifth = topology.send("a", T + 5 * STEP, POISON);
            assertEquals("dead-letter update-failed", fifth.getFirst());
            assertTrue(fifth.getLast().startsWith("event quarantined a"), fifth::toString);
            assertEquals(List.of("dead-letter quarantined"), topology.send("a", T + 5 * STEP, 1));
            assertTrue(topology.send("b", T + 5 * STEP, 1).getFirst().startsWith("forecast b"));
            assertEquals(List.of("event thawed a"), topology.control("a", T, "thaw"));
            assertTrue(topology.send("a", T + 5 * STEP, 1).getFirst().startsWith("forecast a"));
        }
    }

    @Test
    void aSuccessEndsTheCountOfFailures() {
        try (var topology = new DrivenTopology(OPTIONS, directory, FAULTY)) {
            for (int i = 0; i < 12; i++) {
                topology.send("a", T + i * STEP, i % 4 == 0 ? 1 : POISON);
            }
            assertEquals(0, topology.count("events-total", "quarantined"));
        }
    }

    /// Whatever happens to series, and however their state is kept and rebuilt, the answers are the same.
    @Test
    void everyWayOfKeepingStateGivesTheSameAnswers() {
        long seed = Long.getLong("seed", 7);
        var base = OPTIONS
                .withState(StateOptions.DEFAULT.withExpiry(Duration.ofHours(30)).withSnapshotEvery(64));
        List<String> expected = answers(base, seed);
        for (String kind : List.of("expired", "forgotten", "reset", "frozen", "thawed", "learning-rate",
                "quarantined")) {
            assertTrue(expected.stream().anyMatch(line -> line.startsWith("event " + kind)),
                    () -> "seed %d: nothing was %s".formatted(seed, kind));
        }
        for (int every : new int[]{1, 3}) {
            for (StateOptions.Journal journal : StateOptions.Journal.values()) {
                long liveBytes = journal == StateOptions.Journal.DISK ? 0 : 100_000;
                var options = base.withState(base.state().withSnapshotEvery(every).withLiveBytes(liveBytes)
                        .withJournal(journal));
                assertEquals(expected, answers(options, seed),
                        () -> "seed %d, %s".formatted(seed, options.state()));
            }
        }
    }

    private List<String> answers(ForecastOptions options, long seed) {
        var random = new Random(seed);
        var answers = new ArrayList<String>();
        long time = T;
        try (var topology = new DrivenTopology(options, directory.resolve("answers"), FAULTY)) {
            for (int i = 0; i < 1_500; i++) {
                time += STEP / 4;
                // The first ones are heard of less and less.
                int series = Math.min(11, i / 200 + random.nextInt(5));
                answers.addAll(one(topology, random, "s" + series, time));
            }
        }
        return answers;
    }

    private static List<String> one(DrivenTopology topology, Random random, String key, long time) {
        return switch (random.nextInt(60)) {
            case 0 -> topology.send(key.getBytes(UTF_8), null, time);
            case 1 -> topology.control(key, time, "reset");
            case 2 -> topology.control(key, time, "freeze");
            case 3, 4 -> topology.control(key, time, "thaw");
            case 5 -> topology.control(key, time, "learning-rate:0.01");
            case 6 -> topology.send(key, time + 1000L * 86_400_000, 1);
            case 7 -> topology.send(key, time - 86_400_000, 1);
            case 8, 9, 10, 11, 12, 13, 14, 15, 16 -> topology.send("s2", time, POISON);
            default -> topology.send(key, time, 10 + random.nextGaussian());
        };
    }

    private static List<String> wave(DrivenTopology topology, int from, int to) {
        var answers = new ArrayList<String>();
        for (int i = from; i < to; i++) {
            answers.addAll(topology.send("a", T + i * STEP, 20 + 5 * StrictMath.sin(i / 3.0)));
        }
        return answers;
    }

    private static long updates(String forecast) {
        return Long.parseLong(forecast.substring(forecast.lastIndexOf(' ') + 1));
    }
}
