package io.tidecast.model.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.EmbeddingOptions;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Head;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The online form: windows, carried state, missing targets, failed updates, saving.
@ParameterizedClass
@MethodSource("io.tidecast.model.EveryKernels#withoutLibrary")
class TruncatedBpttTest {
    @Parameter
    @SuppressWarnings("NullAway.Init")
    private Kernels kernels;

    private static final long SEED = 3;
    private static final int INPUTS = 2;
    /// Rounds within which one must not allocate.
    private static final int ROUNDS = 3000;

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 4", "4, 4", "2, 5", "3, 2", "7, 3"})
    void forecastsAndWeightsAreThoseOfTheNaiveComputation(int k1, int k2) {
        for (var cell : new Cell[]{new ElmanRnn(), new Lstm(), new Gru()}) {
            var bptt = bptt(cell, k1, k2);
            var naive = new NaiveTruncatedBptt(network(cell), Adam.DEFAULT, 0.5, k1, k2);
            var random = new Random(SEED);
            float[] y = new float[1];
            for (int n = 0; n < 40; n++) {
                float[] x = {random.nextFloat(), random.nextFloat()};
                float[] target = {n % 6 == 4 ? Float.NaN : 4 * random.nextFloat()};
                bptt.feed(x, y);
                assertEquals(naive.feed(x), y[0], "record " + n);
                bptt.learn(target);
                naive.learn(target[0]);
            }
            assertArrayEquals(naive.weights(), weights(bptt));
            assertEquals(naive.updates(), bptt.gradientStep().updates());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "4, 4", "3, 5", "5, 2"})
    void aRestoredObjectGoesOnWithTheSameBits(int k1, int k2) {
        for (int stop = 0; stop < 12; stop++) {
            var whole = bptt(new Lstm(), k1, k2);
            run(whole, new Random(SEED), stop);
            var saved = save(whole);
            var restored = bptt(new Lstm(), k1, k2);
            run(restored, new Random(99), 5);
            restored.load(saved);
            assertEquals(0, saved.remaining());
            assertArrayEquals(
                    run(whole, new Random(stop), 20), run(restored, new Random(stop), 20),
                    "stopped at " + stop);
            assertArrayEquals(save(whole).array(), save(restored).array());
        }
    }

    @Test
    void aRestoredObjectMayStillOweItsTarget() {
        var whole = bptt(new Gru(), 1, 3);
        run(whole, new Random(SEED), 7);
        whole.feed(new float[]{1, 2}, new float[1]);
        var restored = bptt(new Gru(), 1, 3);
        restored.load(save(whole));
        whole.learn(new float[]{0.5f});
        restored.learn(new float[]{0.5f});
        assertArrayEquals(save(whole).array(), save(restored).array());
    }

    @Test
    void aMissingTargetIsNotScored() {
        var bptt = bptt(new Lstm(), 1, 2);
        float[] before = weights(bptt).clone();
        bptt.feed(new float[]{1, 1}, new float[1]);
        assertEquals(Outcome.SKIPPED, bptt.learn(new float[]{Float.NaN}));
        assertArrayEquals(before, weights(bptt));
        bptt.feed(new float[]{1, 1}, new float[1]);
        assertEquals(Outcome.UPDATED, bptt.learn(new float[]{1}));
        assertEquals(1, bptt.gradientStep().updates());
    }

    @Test
    void anInputWithoutItsTargetIsSteppedOver() {
        var told = bptt(new Lstm(), 1, 3);
        var untold = bptt(new Lstm(), 1, 3);
        run(told, new Random(SEED), 5);
        run(untold, new Random(SEED), 5);
        told.feed(new float[]{1, 1}, new float[1]);
        untold.feed(new float[]{1, 1}, new float[1]);
        told.feed(new float[]{2, 2}, new float[1]);
        untold.feed(new float[]{2, 2}, new float[1]);
        told.learn(new float[]{1});
        untold.learn(new float[]{1});
        assertArrayEquals(save(told).array(), save(untold).array());
    }

    @Test
    void anUpdateThatIsNotFiniteChangesNothing() {
        var bptt = bptt(new Lstm(), 1, 4);
        run(bptt, new Random(SEED), 9);
        bptt.feed(new float[]{1, 1}, new float[1]);
        byte[] before = save(bptt).array();
        assertEquals(Outcome.NOT_FINITE, bptt.learn(new float[]{Float.MAX_VALUE}));
        assertArrayEquals(before, save(bptt).array());
        assertEquals(Outcome.UPDATED, bptt.learn(new float[]{1}));
    }

    @Test
    void wrongArgumentsChangeNothing() {
        var bptt = bptt(new Lstm(), 1, 4);
        run(bptt, new Random(SEED), 3);
        byte[] before = save(bptt).array();
        float[] y = new float[1];
        assertThrows(IllegalArgumentException.class, () -> bptt.feed(new float[]{1}, y));
        assertThrows(IllegalArgumentException.class, () -> bptt.feed(new float[]{1, Float.NaN}, y));
        assertThrows(IllegalArgumentException.class, () -> bptt.learn(new float[]{Float.POSITIVE_INFINITY}));
        assertThrows(IllegalArgumentException.class, () -> bptt.learn(new float[2]));
        assertThrows(IllegalStateException.class, () -> bptt.learn(new float[1]));
        assertArrayEquals(before, save(bptt).array());
    }

    @Test
    void savedBytesOfOtherOptionsAreRefused() {
        var saved = save(bptt(new Lstm(), 1, 4));
        var other = bptt(new Lstm(), 2, 4);
        byte[] before = save(other).array();
        assertThrows(IllegalArgumentException.class, () -> other.load(saved));
        assertThrows(IllegalArgumentException.class, () -> other.load(saved.duplicate()));
        assertThrows(
                IllegalArgumentException.class,
                () -> other.load(saved.slice(0, 100).order(ByteOrder.LITTLE_ENDIAN)));
        assertArrayEquals(before, save(other).array());
    }

    @Test
    void aLongGradientIsClippedAndAShortOneIsNot() {
        var bptt = bptt(new Lstm(), 1, 1);
        bptt.feed(new float[]{1, 1}, new float[1]);
        bptt.learn(new float[]{1000});
        assertTrue(bptt.gradientStep().clipped());
        assertTrue(bptt.gradientStep().gradientNorm() > 0.5);
        float[] y = new float[1];
        bptt.feed(new float[]{1, 1}, y);
        bptt.learn(y);
        assertFalse(bptt.gradientStep().clipped());
        assertEquals(0, bptt.gradientStep().loss(), 1e-3);
    }

    @Test
    void aNewSequenceBeginsWithAZeroStateButKeepsWhatWasLearned() {
        var bptt = bptt(new Lstm(), 1, 3);
        float[] first = new float[1];
        bptt.feed(new float[]{1, 1}, first);
        run(bptt, new Random(SEED), 5);
        float[] learned = weights(bptt).clone();
        bptt.resetState();
        assertArrayEquals(learned, weights(bptt));
        float[] again = new float[1];
        bptt.feed(new float[]{1, 1}, again);
        assertNotEquals(first[0], again[0]);
    }

    @Test
    void categoriesAndClassesAreCheckedBeforeAnythingChanges() {
        var options = new NetworkOptions(new RecurrentOptions(new Gru(), 3, 4), 5)
                .withEmbedding(new EmbeddingOptions(6, 3));
        var network = new RecurrentNetwork(options, kernels);
        network.initialise(SEED);
        var bptt = new TruncatedBptt(network, new CrossEntropy(), Adam.DEFAULT, 1, 2, 3);
        float[] y = new float[5];
        bptt.feed(new float[]{5}, y);
        byte[] before = save(bptt).array();
        assertThrows(IllegalArgumentException.class, () -> bptt.feed(new float[]{6}, y));
        assertThrows(IllegalArgumentException.class, () -> bptt.feed(new float[]{0.5f}, y));
        assertThrows(IllegalArgumentException.class, () -> bptt.learn(new float[]{5}));
        assertThrows(IllegalArgumentException.class, () -> bptt.learn(new float[]{-1}));
        assertArrayEquals(before, save(bptt).array());
        assertEquals(Outcome.SKIPPED, bptt.learn(new float[]{4}));
    }

    @Test
    void aNetworkThatLooksAheadCannotLearnOnline() {
        var both = new NetworkOptions(new RecurrentOptions(new Gru(), 2, 3).withBidirectional(true), 1);
        var last = new NetworkOptions(new RecurrentOptions(new Gru(), 2, 3), 1).withHead(Head.LAST_STEP);
        for (var options : new NetworkOptions[]{both, last}) {
            var network = new RecurrentNetwork(options, kernels);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new TruncatedBptt(network, new MeanSquaredError(), Adam.DEFAULT, 1, 1, 1));
        }
    }

    @Test
    void feedAndLearnDoNotAllocate() {
        for (var cell : new Cell[]{new ElmanRnn(), new Lstm(), new Lstm(true), new Gru()}) {
            assertNothingAllocated(cell, new MeanSquaredError(), Adam.DEFAULT);
        }
        for (var loss : new Loss[]{new MeanAbsoluteError(), new Huber(1), new Quantile(List.of(0.1, 0.9)),
                new GaussianNll(), new StudentTNll(4), new CrossEntropy()}) {
            assertNothingAllocated(new Gru(), loss, Adam.DEFAULT);
        }
        for (var optimizer : new Optimizer[]{new Sgd(0.1), new Sgd(0.1, 0.9, 0, true, 0.1), AdamW.DEFAULT,
                Adam.DEFAULT.withAmsgrad(true), RmsProp.DEFAULT}) {
            assertNothingAllocated(new Gru(), new MeanSquaredError(), optimizer);
        }
    }

    private void assertNothingAllocated(Cell cell, Loss loss, Optimizer optimizer) {
        int outputs = 2;
        var options = new NetworkOptions(new RecurrentOptions(cell, INPUTS, 5).withLayers(2).withDropout(0.5),
                outputs);
        var network = new RecurrentNetwork(options, kernels);
        network.initialise(SEED);
        var bptt = new TruncatedBptt(network, loss, optimizer, 0.5, 2, 3);
        float[] x = new float[INPUTS];
        float[] y = new float[outputs];
        float[] target = new float[loss.targetSize(outputs)];
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        // The virtual machine itself may allocate now and then, when it loads or compiles something; and vectors are objects
        // until the compiler has seen to it that they are not.
        for (int n = 0; n < ROUNDS && least > 0; n++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            cycle(bptt, x, y, target);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least, cell + " " + loss + " " + optimizer);
    }

    private static void cycle(TruncatedBptt bptt, float[] x, float[] y, float[] target) {
        for (int n = 0; n < 100; n++) {
            bptt.feed(x, y);
            bptt.learn(target);
        }
    }

    private static float[] run(TruncatedBptt bptt, Random random, int records) {
        float[] forecasts = new float[records];
        float[] y = new float[1];
        for (int n = 0; n < records; n++) {
            bptt.feed(new float[]{random.nextFloat(), random.nextFloat()}, y);
            forecasts[n] = y[0];
            bptt.learn(new float[]{random.nextFloat()});
        }
        return forecasts;
    }

    private static ByteBuffer save(TruncatedBptt bptt) {
        var buffer = ByteBuffer.allocate(bptt.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
        bptt.save(buffer);
        assertEquals(0, buffer.remaining());
        return buffer.flip();
    }

    private TruncatedBptt bptt(Cell cell, int k1, int k2) {
        return new TruncatedBptt(network(cell), new MeanSquaredError(), Adam.DEFAULT, 0.5, k1, k2);
    }

    private RecurrentNetwork network(Cell cell) {
        var options = new NetworkOptions(new RecurrentOptions(cell, INPUTS, 5).withLayers(2), 1);
        var network = new RecurrentNetwork(options, kernels);
        network.initialise(SEED);
        return network;
    }

    private static float[] weights(TruncatedBptt bptt) {
        return bptt.network().parameters().values();
    }
}
