package io.tidecast.topology;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.model.forecast.NetworkSettings.Weights;
import io.tidecast.model.forecast.Reading;
import io.tidecast.model.forecast.SharedNetwork;
import io.tidecast.model.io.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One set of weights for all series of a partition.
class SharedWeightsTest {
    private static final int BATCH = 8;
    private static final int SERIES = 5;
    private static final ForecasterOptions MODEL = ForecasterOptions.DEFAULT
            .withExperts(ExpertKind.PERSISTENCE, ExpertKind.RNN)
            .withNetwork(
                    NetworkSettings.DEFAULT.with(NetworkSettings.Kind.LSTM, 4).withWeights(Weights.SHARED)
                            .withBatch(BATCH));
    private static final ForecastOptions OPTIONS = ForecastOptions.DEFAULT.withForecaster(MODEL);
    private static final ForecastOptions FORGETFUL = OPTIONS.withState(StateOptions.DEFAULT.withLiveBytes(0));

    @TempDir
    private Path directory;

    private static String key(int i) {
        return "series-" + i % SERIES;
    }

    private static Reading reading(int i) {
        int row = i / SERIES;
        return new Reading(SampleSeries.START + row * SampleSeries.STEP,
                20 + StrictMath.sin(row / 5.0 + i % SERIES) + 0.1 * StrictMath.sin(7.3 * i));
    }

    private static List<String> send(DrivenTopology topology, int i) {
        return topology.send(key(i), reading(i).time(), reading(i).value());
    }

    private static List<String> run(DrivenTopology topology, int from, int to) {
        var answers = new ArrayList<String>();
        for (int i = from; i < to; i++) {
            answers.addAll(send(topology, i));
        }
        return answers;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void forecastsAreThoseOfForecastersThatShareANetwork(boolean forgets) {
        SharedNetwork network = Objects.requireNonNull(SharedNetwork.of(MODEL));
        Map<String, Forecaster> direct = new HashMap<>();
        try (var topology = new DrivenTopology(forgets ? FORGETFUL : OPTIONS, directory)) {
            for (int i = 0; i < 500; i++) {
                Forecast expected = Objects.requireNonNull(direct
                        .computeIfAbsent(key(i), key -> new Forecaster(MODEL, network)).step(reading(i)));
                assertEquals(List.of("forecast %s %s [%s, %s] %d".formatted(key(i), expected.value(),
                        expected.lower(), expected.upper(), expected.updates())), send(topology, i));
            }
        }
        assertTrue(network.updates() > 30, "it has learnt meanwhile: " + network.updates());
    }

    /// The stores of a partition, which outlive who uses them.
    private static final class Partition {
        private final KeyValueStore<Bytes, byte[]> snapshots = new InMemoryKeyValueStore("snapshots");
        private final KeyValueStore<Bytes, byte[]> journal = new InMemoryKeyValueStore("journal");
        private final KeyValueStore<Bytes, byte[]> shared = new InMemoryKeyValueStore("shared");

        SeriesStore opened() {
            return new SeriesStore(snapshots, journal, shared, OPTIONS, Forecaster::step,
                    new LiveBudget(1 << 20),
                    new Tally(new MockProcessorContext<Bytes, Bytes>().metrics(), "0_0",
                            ForecastObserver.NONE));
        }
    }

    private static Forecast observe(SeriesStore store, int i) throws UpdateFailedException {
        Bytes key = SeriesKey.bytes(key(i));
        return Objects.requireNonNull(store.observe(key, store.live(key), reading(i)));
    }

    @Test
    void aPartitionThatIsOpenedAgainAtAnyReadingGoesOnWithTheSameBits() throws UpdateFailedException {
        var left = new Partition();
        SeriesStore whole = left.opened();
        var interrupted = new Partition();
        for (int i = 0; i < 300; i++) {
            assertEquals(observe(whole, i), observe(interrupted.opened(), i), "reading " + i);
        }
        SharedNetwork learnt = Objects.requireNonNull(SharedStore.read(interrupted.shared, OPTIONS));
        assertTrue(learnt.updates() > 20, "it has learnt meanwhile: " + learnt.updates());
        assertArrayEquals(Snapshot.of(Objects.requireNonNull(SharedStore.read(left.shared, OPTIONS))),
                Snapshot.of(learnt));
    }

    /// Fails when its step has changed the shared network already.
    private static Forecast stepUnlessHuge(Forecaster forecaster, Reading reading) {
        Forecast forecast = Objects.requireNonNull(forecaster.step(reading));
        if (reading.value() > 1_000) {
            throw new ArithmeticException("told to");
        }
        return forecast;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 203, 204, 205, 206, 207, 208, 209, 210})
    void aReadingThatFailsTeachesTheOthersNothing(int when) {
        var faulty = new Wiring(SharedWeightsTest::stepUnlessHuge, UnaryOperator.identity());
        try (var disturbed = new DrivenTopology(OPTIONS, directory.resolve("disturbed"), faulty);
                var left = new DrivenTopology(OPTIONS, directory.resolve("left"))) {
            assertEquals(run(left, 0, when), run(disturbed, 0, when));
            assertEquals(List.of("dead-letter update-failed"),
                    disturbed.send(key(when), reading(when).time(), 2_000));
            assertEquals(run(left, when, when + 60), run(disturbed, when, when + 60));
        }
    }

    @Test
    void questionsGetTheSharedWeightsAndLeaveThemAsTheyAre() {
        try (var asked = new DrivenTopology(OPTIONS, directory.resolve("asked"));
                var left = new DrivenTopology(OPTIONS, directory.resolve("left"))) {
            for (int i = 0; i < 300; i++) {
                List<String> answer = send(asked, i);
                assertEquals(send(left, i), answer);
                SeriesCopy copy = asked.live.copy(key(i)).orElseThrow();
                assertEquals(2, copy.forecast(2).size());
                List<LiveForecasters.Ahead> ahead = asked.live.forecast(key(i), 2).orElseThrow();
                assertEquals(2, ahead.size());
            }
        }
    }

    @Test
    void aLearningRateOfItsOwnIsRefusedAndTheSeriesGoesOn() {
        try (var topology = new DrivenTopology(OPTIONS, directory)) {
            run(topology, 0, SERIES);
            List<String> refused = topology.control(key(0), reading(SERIES).time(), "learning-rate=0.01");
            assertEquals(List.of("dead-letter bad-control"), refused);
            assertEquals(1, send(topology, SERIES).size());
        }
    }

    @Test
    void weightsOfEachSeriesAreNotExchangedForSharedOnesUnasked() {
        var clock = new InMemoryKeyValueStore("clock");
        ForecasterOptions perKey = MODEL.withNetwork(MODEL.network().withWeights(Weights.PER_KEY));
        assertEquals(List.of(), ModelDescription.of(perKey, 1).differences(clock));
        assertEquals(List.of("network.weights was PER_KEY and is SHARED"),
                ModelDescription.of(MODEL, 1).differences(clock));
    }

    @Test
    void asEachSeriesDependsOnTheOthersItsStateIsWrittenAtEveryReading() {
        assertEquals(1, StateSize.snapshotEvery(OPTIONS));
        var refused = assertThrows(IllegalArgumentException.class,
                () -> OPTIONS.withState(StateOptions.DEFAULT.withSnapshotEvery(8)));
        assertTrue(String.valueOf(refused.getMessage()).contains("got 8"), refused::getMessage);
    }
}
