package io.tidecast.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.model.forecast.RecurrentState;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateTest {
    private static final long T = SampleSeries.START;
    private static final long STEP = SampleSeries.STEP;
    private static final ForecasterOptions SMALL = ForecasterOptions.DEFAULT
            .withNetwork(NetworkSettings.DEFAULT.with(NetworkSettings.Kind.LSTM, 4));
    private static final ForecastOptions OPTIONS = ForecastOptions.DEFAULT.withForecaster(SMALL);

    private static final List<Function<LiveForecasters, Optional<?>>> QUESTIONS = List.of(
            live -> live.find("a"), live -> live.copy("a"), live -> live.forecast("a", 2),
            live -> live.whatIf("a", new Scenario(1, List.of(new double[]{1}), List.of(), new double[0][],
                    new double[0][])));

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"ELMAN, 1, 16, 40", "LSTM, 32, 128, 256"})
    void snapshotsAreAsFarApartAsTheirSizeAsksFor(NetworkSettings.Kind cell, int hiddenSize, int least,
            int most) {
        var options = ForecastOptions.DEFAULT.withForecaster(
                ForecasterOptions.DEFAULT.withNetwork(NetworkSettings.DEFAULT.with(cell, hiddenSize)));
        int every = StateSize.snapshotEvery(options);
        assertTrue(least <= every && every <= most, "every " + every);
        assertEquals(5,
                StateSize.snapshotEvery(options.withState(StateOptions.DEFAULT.withSnapshotEvery(5))));
    }

    @Test
    void aCacheThatMissesEveryTimeReplaysOnlyAFewInputs() {
        var tight = OPTIONS.withState(StateOptions.DEFAULT.withSnapshotEvery(256).withLiveBytes(0));
        try (var topology = new DrivenTopology(tight, directory)) {
            for (int i = 0; i < 400; i++) {
                topology.send(i % 2 == 0 ? "a" : "b", T + i * STEP, i);
            }
            double rebuilds = topology.count("rebuilds-total", "");
            assertTrue(rebuilds > 390, "every reading rebuilds: " + rebuilds);
            assertTrue(topology.count("replayed-inputs-total", "") < 4 * rebuilds);
        }
    }

    @Test
    void theLeastRecentlyUsedSeriesLeavesTheHeapFirst() {
        long two;
        try (var topology = new DrivenTopology(OPTIONS, directory.resolve("large"))) {
            topology.send("a", T, 1);
            topology.send("b", T, 1);
            two = topology.live.occupancy().bytes();
        }
        var tight = OPTIONS.withState(StateOptions.DEFAULT.withLiveBytes(two + two / 4));
        try (var topology = new DrivenTopology(tight, directory.resolve("tight"))) {
            topology.send("a", T, 1);
            topology.send("b", T + STEP, 1);
            topology.send("a", T + 2 * STEP, 1);
            topology.send("c", T + 3 * STEP, 1);
            assertEquals(2, topology.live.occupancy().series());
            assertEquals(0, topology.count("rebuilds-total", ""));
            topology.send("a", T + 4 * STEP, 1);
            assertEquals(0, topology.count("rebuilds-total", ""), "a was used after b");
            topology.send("b", T + 5 * STEP, 1);
            assertEquals(1, topology.count("rebuilds-total", ""));
        }
    }

    @Test
    void aQuestionCountsAsNoRebuild() {
        var tight = OPTIONS.withState(StateOptions.DEFAULT.withSnapshotEvery(16).withLiveBytes(0));
        try (var topology = new DrivenTopology(tight, directory)) {
            topology.send("a", T, 1);
            topology.send("b", T, 1);
            double rebuilds = topology.count("rebuilds-total", "");
            assertTrue(topology.live.find("a").isPresent());
            assertEquals(rebuilds, topology.count("rebuilds-total", ""));
            topology.send("a", T + STEP, 1);
            assertEquals(rebuilds + 1, topology.count("rebuilds-total", ""));
        }
    }

    @Test
    void hiddenAndCellStateAreOpenToQuestionsAndOfTheNewestReading() {
        var forgetful = OPTIONS.withState(StateOptions.DEFAULT.withSnapshotEvery(16).withLiveBytes(0));
        try (var large = new DrivenTopology(OPTIONS, directory.resolve("large"));
                var small = new DrivenTopology(forgetful, directory.resolve("small"))) {
            for (int i = 0; i < 20; i++) {
                large.send("a", T + i * STEP, StrictMath.sin(i));
                small.send("a", T + i * STEP, StrictMath.sin(i));
                small.send("b", T + i * STEP, 1);
            }
            RecurrentState live = large.live.find("a").orElseThrow().network();
            RecurrentState rebuilt = small.live.find("a").orElseThrow().network();
            assertEquals(4, live.hidden().length);
            assertEquals(4, live.cell().length);
            assertTrue(live.cell()[0] != 0);
            assertEquals(Bytes.wrap(bytes(live)), Bytes.wrap(bytes(rebuilt)));
            assertEquals(List.of("0_0"), large.live.tasks());
            assertTrue(large.live.find("unknown").isEmpty());
        }
    }

    @Test
    void seriesIsUnknownOnlyWhereItsTaskRuns() {
        LiveForecasters live;
        try (var topology = new DrivenTopology(OPTIONS, directory)) {
            live = topology.live;
            topology.send("a", T, 1);
            assertTrue(live.isUnknown("b", "0_0"));
            assertFalse(live.isUnknown("a", "0_0"));
            assertFalse(live.isUnknown("b", "0_1"));
        }
        assertFalse(live.isUnknown("b", "0_0"));
    }

    /// Its journal is gone before the question has read it: what is left is a snapshot of some readings ago.
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aTaskThatClosesWhileItIsAskedDoesNotAnswer(int question) {
        var beforeRead = new AtomicReference<Runnable>(() -> {
        });
        var options = OPTIONS.withState(StateOptions.DEFAULT.withSnapshotEvery(3).withLiveBytes(0));
        var topology = new DrivenTopology(options, directory,
                new Wiring(Forecaster::step, journal -> watched(journal, beforeRead)));
        for (int i = 0; i < 12; i++) {
            topology.send("a", T + i * STEP, i);
            topology.send("b", T + i * STEP, i);
            assertTrue(topology.live.find("a").isPresent());
        }
        beforeRead.set(() -> {
            beforeRead.set(() -> {
            });
            topology.close();
        });
        assertTrue(QUESTIONS.get(question).apply(topology.live).isEmpty());
        assertEquals(List.of(), topology.live.tasks());
    }

    private static KeyValueStore<Bytes, byte[]> watched(KeyValueStore<Bytes, byte[]> store,
            AtomicReference<Runnable> beforeRead) {
        @SuppressWarnings("unchecked") // It is of the same interface.
        var watched = (KeyValueStore<Bytes, byte[]>) Proxy.newProxyInstance(
                StateTest.class.getClassLoader(), new Class<?>[]{KeyValueStore.class},
                (_, method, arguments) -> {
                    if (method.getName().equals("get")) {
                        beforeRead.get().run();
                    }
                    return method.invoke(store, arguments);
                });
        return watched;
    }

    private static byte[] bytes(RecurrentState state) {
        var bytes = java.nio.ByteBuffer.allocate(8 * Float.BYTES);
        bytes.asFloatBuffer().put(state.hidden()).put(state.cell());
        return bytes.array();
    }

    @Test
    void forecastingAheadOnACopyChangesNothing() {
        try (var asked = new DrivenTopology(OPTIONS, directory.resolve("asked"));
                var left = new DrivenTopology(OPTIONS, directory.resolve("left"))) {
            assertTrue(asked.live.forecast("a", 3).isEmpty());
            for (int i = 0; i < 60; i++) {
                String answer = asked.send("a", T + i * STEP, 20 + StrictMath.sin(i)).getFirst();
                assertEquals(left.send("a", T + i * STEP, 20 + StrictMath.sin(i)).getFirst(), answer);
                List<LiveForecasters.Ahead> ahead = asked.live.forecast("a", 3).orElseThrow();
                assertEquals(3, ahead.size());
                assertEquals(answer.substring("forecast a ".length(), answer.indexOf(" [")),
                        String.valueOf(ahead.getFirst().values().getFirst()));
                assertEquals(1, ahead.getFirst().steps());
            }
        }
    }

    @Test
    void questionsFromOtherThreadsSeeWholeStatesOnly() throws Exception {
        try (var topology = new DrivenTopology(OPTIONS, directory)) {
            topology.send("a", T, 1);
            var failures = new java.util.concurrent.ConcurrentLinkedQueue<Throwable>();
            var done = new java.util.concurrent.atomic.AtomicBoolean();
            var asker = Thread.ofPlatform().start(() -> {
                while (!done.get()) {
                    try {
                        assertEquals(2, topology.live.forecast("a", 2).orElseThrow().size());
                    } catch (RuntimeException | AssertionError e) {
                        failures.add(e);
                    }
                }
            });
            for (int i = 1; i < 2_000; i++) {
                topology.send("a", T + i * STEP, StrictMath.sin(i));
            }
            done.set(true);
            asker.join();
            assertEquals(List.of(), List.copyOf(failures));
        }
    }

    @Test
    void stateOfAnotherModelIsRefusedWithWhatDiffers() {
        KeyValueStore<Bytes, byte[]> store = new InMemoryKeyValueStore("clock");
        assertEquals(List.of(), ModelDescription.of(SMALL, 8).differences(store));
        assertEquals(List.of(), ModelDescription.of(SMALL, 8).differences(store));
        var other = SMALL.withNetwork(NetworkSettings.DEFAULT.with(NetworkSettings.Kind.GRU, 8));
        assertEquals(List.of("network.cell was LSTM and is GRU", "network.hiddenSize was 4 and is 8"),
                ModelDescription.of(other, 8).differences(store));
        assertEquals(List.of("network.cell was LSTM and is GRU", "network.hiddenSize was 4 and is 8"),
                ModelDescription.of(other, 8).differences(store), "it is not forgotten by being asked");
        assertEquals(List.of("snapshot.every was 8 and is 16"),
                ModelDescription.of(SMALL, 16).differences(store), "the journal has other slots");
    }

    @Test
    void aDamagedSnapshotIsRefused() {
        var series = new Series(SMALL, 5, (forecaster, reading) -> forecaster.step(reading), null);
        byte[] snapshot = series.snapshot();
        snapshot[snapshot.length / 2] ^= 1;
        var other = new Series(SMALL, 5, (forecaster, reading) -> forecaster.step(reading), null);
        var refused = assertThrows(IncompatibleStateException.class, () -> other.restore(snapshot));
        assertTrue(String.valueOf(refused.getMessage()).contains("CRC-32C"), refused::getMessage);
    }

    @Test
    void aSnapshotThatDoesNotFitIntoARecordIsRefused() {
        var limits = InputLimits.DEFAULT.withSizes(1_000, 16 << 10);
        var refused = assertThrows(IllegalStateException.class,
                () -> StateSize.requireFits(16 << 10, Bytes.wrap(new byte[1]), limits));
        assertTrue(String.valueOf(refused.getMessage()).contains("record.max.bytes"), refused::getMessage);
        Map<Integer, Integer> sizes = new TreeMap<>();
        for (int hidden : new int[]{4, 16, 64}) {
            sizes.put(StateSize.snapshotBytes(ForecasterOptions.DEFAULT
                    .withNetwork(NetworkSettings.DEFAULT.with(NetworkSettings.Kind.LSTM, hidden))), hidden);
        }
        assertEquals(List.of(4, 16, 64), List.copyOf(sizes.values()), "larger models have larger states");
    }
}
