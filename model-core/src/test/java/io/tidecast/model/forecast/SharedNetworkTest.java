package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.ForecasterOptions.DriftResponse;
import io.tidecast.model.forecast.ForecasterOptions.MultiStep;
import io.tidecast.model.forecast.ForecasterOptions.SeasonMemory;
import io.tidecast.model.forecast.NetworkSettings.Weights;
import io.tidecast.model.io.Snapshot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedNetworkTest {
    private static final int BATCH = 8;
    private static final ForecasterOptions OPTIONS = ForecasterOptions.DEFAULT
            .withExperts(ExpertKind.PERSISTENCE, ExpertKind.RNN)
            .withNetwork(HourlySeries.tinyNetwork().withWeights(Weights.SHARED).withBatch(BATCH));

    private static SharedNetwork network(ForecasterOptions options) {
        return Objects.requireNonNull(SharedNetwork.of(options));
    }

    /// Series of different phase, read in turn.
    private static final class Partition {
        final SharedNetwork shared;
        final List<Forecaster> series = new ArrayList<>();
        final ForecasterOptions options;

        Partition(ForecasterOptions options, int count) {
            this.options = options;
            shared = network(options);
            for (int i = 0; i < count; i++) {
                series.add(new Forecaster(options, shared));
            }
        }

        Forecast read(int reading) {
            int i = reading % series.size();
            int row = reading / series.size();
            double value = StrictMath.sin(row / 3.0 + i) + 0.1 * StrictMath.sin(7.3 * reading);
            return Objects.requireNonNull(
                    series.get(i).step(new Reading(HourlySeries.time(row), value)));
        }

        Partition restored() throws Exception {
            var copy = new Partition(options, 0);
            Snapshot.restore(Snapshot.of(shared), copy.shared);
            for (Forecaster one : series) {
                copy.series.add(Forecaster.load(options, copy.shared, one.save()));
            }
            return copy;
        }
    }

    @Test
    void aForecastIsExplainedByTheSeriesOwnReadings() {
        var partition = new Partition(OPTIONS, 2);
        for (int i = 0; i < 60; i++) {
            partition.read(i);
        }
        Attribution attribution = partition.series.getFirst().attributions().getFirst();
        assertEquals(OPTIONS.network().window(), attribution.values().length);
        assertTrue(Arrays.stream(attribution.values()).flatMapToDouble(Arrays::stream).anyMatch(v -> v != 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 57, 199, 200, 203})
    void aPartitionRestoredAtAnyPointGoesOnWithTheSameBits(int stop) throws Exception {
        var whole = new Partition(OPTIONS, 3);
        for (int i = 0; i < stop; i++) {
            whole.read(i);
        }
        Partition restored = whole.restored();
        for (int i = stop; i < stop + 100; i++) {
            assertEquals(whole.read(i), restored.read(i), "reading " + i);
        }
        assertTrue(whole.shared.updates() > 5, "it has learnt meanwhile: " + whole.shared.updates());
    }

    @ParameterizedTest
    @EnumSource(MultiStep.class)
    void looksSeveralStepsAheadEitherWay(MultiStep how) throws Exception {
        var whole = new Partition(OPTIONS.withHorizons(3, how), 2);
        for (int i = 0; i < 150; i++) {
            assertEquals(3, whole.read(i).first().horizons().size());
        }
        Partition restored = whole.restored();
        assertEquals(whole.read(150), restored.read(150));
        assertTrue(whole.shared.updates() > 5);
    }

    @Test
    void theReadingThatFillsAMiniBatchIsForecastBeforeTheUpdateAndTheNextAfterIt() {
        var partition = new Partition(OPTIONS, 1);
        var slow = new Partition(OPTIONS.withNetwork(OPTIONS.network().withBatch(1_000)), 1);
        int i = 0;
        while (partition.shared.updates() == 0) {
            assertEquals(slow.read(i).value(), partition.read(i).value());
            i++;
        }
        assertEquals(0, partition.shared.samples());
        assertNotEquals(slow.read(i).value(), partition.read(i).value());
    }

    @Test
    void aStepThatFailsLeavesWeightsAndMiniBatchAsTheyWere() {
        var partition = new Partition(OPTIONS, 2);
        for (int i = 0; i < 101; i++) {
            partition.read(i);
        }
        byte[] before = Snapshot.of(partition.shared);
        var failing = new Forecaster(OPTIONS, new FailingExpert(), new SharedExpert(partition.shared));
        for (int row = 0; row < 40; row++) {
            failing.step(new Reading(HourlySeries.time(row), StrictMath.sin(row)));
        }
        assertNotEquals(Arrays.hashCode(before), Arrays.hashCode(Snapshot.of(partition.shared)),
                "until it fails it teaches");
        before = Snapshot.of(partition.shared);
        FailingExpert.fails = true;
        try {
            assertThrows(ArithmeticException.class,
                    () -> failing.step(new Reading(HourlySeries.time(40), 1)));
        } finally {
            FailingExpert.fails = false;
        }
        assertArrayEquals(before, Snapshot.of(partition.shared));
        partition.series.getFirst().setFrozen(true);
        partition.read(102);
        assertArrayEquals(before, Snapshot.of(partition.shared), "what it offered is forgotten");
    }

    /// Says nothing, and fails when it is told to.
    private static final class FailingExpert implements Expert {
        static boolean fails;

        @Override
        public void predict(Situation situation, double[][] steps) {
            if (fails) {
                throw new ArithmeticException("told to");
            }
            Arrays.fill(steps[0], 0);
        }

        @Override
        public void learn(Truths truths) {}

        @Override
        public void restart() {}

        @Override
        public int byteSize() {
            return 0;
        }

        @Override
        public void save(ByteBuffer out) {}

        @Override
        public void load(ByteBuffer in) {}
    }

    @Test
    void aFrozenSeriesIsForecastAndTeachesNothing() {
        var partition = new Partition(OPTIONS, 2);
        for (int i = 0; i < 100; i++) {
            partition.read(i);
        }
        byte[] before = Snapshot.of(partition.shared);
        partition.series.getFirst().setFrozen(true);
        assertTrue(Double.isFinite(partition.read(100).value()));
        assertArrayEquals(before, Snapshot.of(partition.shared));
        partition.read(101);
        assertNotEquals(Arrays.hashCode(before), Arrays.hashCode(Snapshot.of(partition.shared)));
    }

    /// Steps of +1 and -1 in turn: the last value is wrong by 1 each time.
    @Test
    void aNewSeriesIsForecastWellFromWhatOthersHaveTaught() {
        var options = OPTIONS.withExperts(ExpertKind.RNN);
        SharedNetwork shared = network(options);
        for (int one = 0; one < 10; one++) {
            zigzag(new Forecaster(options, shared), 400);
        }
        assertTrue(zigzag(new Forecaster(options, shared), 60) < 0.2);
        assertTrue(zigzag(new Forecaster(options, network(options)), 60) > 0.5, "by itself it knows nothing");
    }

    /// Mean absolute error from the 20th reading on.
    private static double zigzag(Forecaster forecaster, int readings) {
        double sum = 0;
        for (int row = 0; row < readings; row++) {
            Forecast forecast = Objects.requireNonNull(
                    forecaster.step(new Reading(HourlySeries.time(row), row % 2)));
            sum += row < 20 ? 0 : Math.abs(forecast.value() - (row + 1) % 2);
        }
        return sum / (readings - 20);
    }

    @Test
    void weightsThatExplodeBeginAgainFromTheLastGoodOnesWithAnEvent() {
        var partition = new Partition(OPTIONS, 2);
        for (int i = 0; i < 100; i++) {
            partition.read(i);
        }
        Arrays.fill(partition.shared.bptt().network().parameters().values(), 1e6f);
        Forecast forecast = partition.read(100);
        assertTrue(Double.isFinite(forecast.value()));
        assertEquals(Forecast.Event.Kind.RESTART, forecast.events().getFirst().kind());
        assertTrue(partition.read(101).events().isEmpty(), "the other series goes on with good weights");
    }

    @Test
    void aSeriesOfALeanModelTakesAtMostThreeKilobytes() {
        var lean = ForecasterOptions.DEFAULT.withExperts(ExpertKind.PERSISTENCE, ExpertKind.RNN)
                .withSeasonMemory(SeasonMemory.LEAN)
                .withNetwork(NetworkSettings.DEFAULT.withWeights(Weights.SHARED));
        for (long interval : new long[]{10_000, 60_000, 600_000, 3_600_000, 86_400_000}) {
            var forecaster = new Forecaster(lean, network(lean));
            for (int i = 0; i < 100; i++) {
                forecaster.step(new Reading(i * interval, i % 7));
            }
            int bytes = forecaster.save().length;
            assertTrue(bytes <= 3 << 10, "every %d ms: %d bytes".formatted(interval, bytes));
        }
    }

    @Test
    void onlyNetworksOfSeveralSeriesAreShared() {
        assertNull(SharedNetwork.of(ForecasterOptions.DEFAULT));
        assertNull(SharedNetwork.of(OPTIONS.withExperts(ExpertKind.RLS)));
        var refused = assertThrows(IllegalArgumentException.class, () -> new Forecaster(OPTIONS));
        assertTrue(String.valueOf(refused.getMessage()).contains("must be made with the network"),
                refused::getMessage);
        var drift = assertThrows(IllegalArgumentException.class,
                () -> OPTIONS.withDriftResponse(DriftResponse.RESET_OPTIMIZER));
        assertTrue(String.valueOf(drift.getMessage()).contains("reset-optimizer"), drift::getMessage);
    }

    @Test
    void savedWeightsOfOtherOptionsAreRefused() {
        byte[] saved = Snapshot.of(network(OPTIONS));
        SharedNetwork other = network(OPTIONS.withNetwork(OPTIONS.network().withSeed(9)));
        var refused = assertThrows(Exception.class, () -> Snapshot.restore(saved, other));
        assertTrue(String.valueOf(refused.getMessage()).contains("fingerprint"), refused::getMessage);
    }
}
