package io.tidecast.model.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Many sequences, one network: mini-batches of windows, samples that wait, failed updates, saving.
@ParameterizedClass
@MethodSource("io.tidecast.model.EveryKernels#all")
class BatchedBpttTest {
    @Parameter
    @SuppressWarnings("NullAway.Init")
    private Kernels kernels;

    private static final long SEED = 5;
    private static final int INPUTS = 2;
    private static final int K2 = 3;
    private static final int BATCH = 4;

    /// Both form each gradient as a sum of `k2·B` float products, in another order: each sum is within `k2·B` half units in the last place
    /// of the sum of magnitudes, which is taken to be at most four times the largest gradient here. Three updates add up.
    @ParameterizedTest
    @CsvSource({"1, 1", "3, 4", "4, 5", "5, 2"})
    void anUpdateIsTheMeanOverAllSamplesOneByOneWithTheScalarKernels(int k2, int batch) {
        for (var cell : new Cell[]{new ElmanRnn(), new Lstm(), new Lstm(true), new Gru()}) {
            var bptt = new BatchedBptt(network(cell, kernels), new MeanSquaredError(),
                    new DescentOptions(new Sgd(1)), k2, batch);
            var naive = new NaiveBatchedBptt(network(cell, new ScalarKernels()), k2, batch);
            var random = new Random(SEED);
            var sequences = IntStream.range(0, 3).mapToObj(_ -> bptt.newSequence(true)).toList();
            var naives = IntStream.range(0, 3).mapToObj(_ -> naive.newSequence()).toList();
            float[] y = new float[1];
            double largestMove = 0;
            for (int n = 0; bptt.batches() < 3; n++) {
                int i = random.nextInt(3);
                float[] x = {random.nextFloat(), random.nextFloat()};
                float target = n % 6 == 4 ? Float.NaN : random.nextFloat();
                bptt.feed(sequences.get(i), x, y);
                assertEquals(naive.feed(naives.get(i), x), y[0], 1e-5, "record " + n);
                float[] before = weights(bptt);
                sequences.get(i).setTarget(0, 0, target);
                bptt.stage(sequences.get(i));
                bptt.commit();
                naive.learn(naives.get(i), target);
                largestMove = Math.max(largestMove, largestDifference(before, weights(bptt)));
            }
            double tolerance = 3 * 4 * k2 * batch * Math.ulp(1f) * Math.max(largestMove, 0.1);
            var parameters = naive.network().parameters();
            double difference = largestDifference(parameters.gather(parameters.values()), weights(bptt));
            assertTrue(difference <= tolerance,
                    "%s: %s, expected at most %s, seed %d".formatted(cell, difference, tolerance, SEED));
            assertTrue(largestMove > 1e-3, "something was learnt");
        }
    }

    private static double largestDifference(float[] a, float[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElse(0);
    }

    @Test
    void aSequenceIsForecastWithTheSameBitsAloneAndAmongOthers() {
        var among = bptt(new Lstm());
        var alone = bptt(new Lstm());
        var sequence = among.newSequence(true);
        var other = among.newSequence(true);
        var single = alone.newSequence(true);
        var stateOnly = alone.newSequence(false);
        var random = new Random(SEED);
        float[] y = new float[1];
        for (int n = 0; n < 20; n++) {
            float[] x = {random.nextFloat(), random.nextFloat()};
            among.feed(other, new float[]{random.nextFloat(), 7}, y);
            among.feed(sequence, x, y);
            float forecast = y[0];
            alone.feed(single, x, y);
            assertEquals(forecast, y[0]);
            alone.feed(stateOnly, x, y);
            assertEquals(forecast, y[0]);
            assertArrayEquals(sequence.state(), stateOnly.state());
        }
    }

    @Test
    void anInputThatIsRetractedLeavesNothing() {
        var bptt = bptt(new Lstm());
        var straight = bptt.newSequence(true);
        var corrected = bptt.newSequence(true);
        var random = new Random(SEED);
        float[] y = new float[1];
        float[] retracted = new float[INPUTS];
        for (int n = 0; n < 3 * K2; n++) {
            float[] x = {random.nextFloat(), random.nextFloat()};
            float[] wrong = {random.nextFloat(), 7};
            bptt.feed(straight, x, y);
            float forecast = y[0];
            bptt.feed(corrected, wrong, y);
            bptt.retract(corrected, retracted);
            assertArrayEquals(wrong, retracted);
            bptt.feed(corrected, x, y);
            assertEquals(forecast, y[0], "input " + n);
            assertArrayEquals(straight.state(), corrected.state());
        }
        assertThrows(IllegalStateException.class, () -> bptt.retract(bptt.newSequence(true), retracted));
    }

    @Test
    void weightsSequencesAndWaitingSamplesRestoredGoOnWithTheSameBits() {
        for (int stop = 0; stop < 2 * BATCH + 1; stop++) {
            var whole = bptt(new Lstm());
            var sequence = whole.newSequence(true);
            run(whole, sequence, new Random(SEED), stop);
            var restored = bptt(new Lstm());
            var again = restored.newSequence(true);
            run(restored, again, new Random(99), 5);
            ByteBuffer state = buffer(sequence.byteSize());
            sequence.save(state);
            again.load(state.flip());
            restored.load(save(whole));
            for (int sample = 0; sample < whole.samples(); sample++) {
                ByteBuffer saved = buffer(whole.sampleBytes());
                whole.saveSample(sample, saved);
                assertTrue(restored.loadSample(saved.flip()));
                assertEquals(0, saved.remaining());
            }
            assertArrayEquals(run(whole, sequence, new Random(stop), 20),
                    run(restored, again, new Random(stop), 20), "stopped at " + stop);
            assertArrayEquals(save(whole).array(), save(restored).array());
        }
    }

    @Test
    void aSampleOfAnEarlierMiniBatchIsNotTaken() {
        var bptt = bptt(new Gru());
        var sequence = bptt.newSequence(true);
        run(bptt, sequence, new Random(SEED), 1);
        ByteBuffer saved = buffer(bptt.sampleBytes());
        bptt.saveSample(0, saved);
        run(bptt, sequence, new Random(SEED), BATCH);
        assertEquals(1, bptt.batches());
        assertFalse(bptt.loadSample(saved.flip()));
        assertEquals(0, saved.remaining());
        assertEquals(1, bptt.samples());
    }

    @Test
    void whatIsDiscardedIsNoSample() {
        var bptt = bptt(new Gru());
        var sequence = bptt.newSequence(true);
        run(bptt, sequence, new Random(SEED), 2);
        bptt.stage(sequence);
        bptt.discard();
        assertEquals(Outcome.SKIPPED, bptt.commit());
        assertEquals(2, bptt.samples());
    }

    @Test
    void anUpdateThatIsNotFiniteLeavesTheWeightsAndBeginsTheNextMiniBatch() {
        var bptt = bptt(new Lstm());
        var sequence = bptt.newSequence(true);
        run(bptt, sequence, new Random(SEED), BATCH - 1);
        float[] before = weights(bptt);
        sequence.setTarget(0, 0, Float.MAX_VALUE);
        bptt.stage(sequence);
        assertEquals(Outcome.NOT_FINITE, bptt.commit());
        assertArrayEquals(before, weights(bptt));
        assertEquals(0, bptt.samples());
        assertEquals(0, bptt.gradientStep().updates());
    }

    @Test
    void savedBytesOfOtherOptionsAreRefused() {
        ByteBuffer saved = save(bptt(new Lstm()));
        var other = new BatchedBptt(network(new Lstm(), kernels), new MeanSquaredError(),
                new DescentOptions(Adam.DEFAULT), K2, BATCH + 1);
        var refused = assertThrows(IllegalArgumentException.class, () -> other.load(saved));
        assertTrue(String.valueOf(refused.getMessage()).contains("batch=5, got 3 and 4"),
                refused::getMessage);
    }

    private static float[] run(BatchedBptt bptt, WindowedSequence sequence, Random random, int records) {
        float[] forecasts = new float[records];
        float[] y = new float[1];
        for (int n = 0; n < records; n++) {
            bptt.feed(sequence, new float[]{random.nextFloat(), random.nextFloat()}, y);
            forecasts[n] = y[0];
            sequence.setTarget(0, 0, random.nextFloat());
            bptt.stage(sequence);
            bptt.commit();
        }
        return forecasts;
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer save(BatchedBptt bptt) {
        ByteBuffer buffer = buffer(bptt.byteSize());
        bptt.save(buffer);
        assertEquals(0, buffer.remaining());
        return buffer.flip();
    }

    private BatchedBptt bptt(Cell cell) {
        return new BatchedBptt(network(cell, kernels), new MeanSquaredError(),
                new DescentOptions(Adam.DEFAULT).withMaxGradientNorm(0.5), K2, BATCH);
    }

    static RecurrentNetwork network(Cell cell, Kernels kernels) {
        var network = new RecurrentNetwork(
                new NetworkOptions(new RecurrentOptions(cell, INPUTS, 5).withLayers(2), 1), kernels);
        network.initialise(SEED);
        return network;
    }

    private static float[] weights(BatchedBptt bptt) {
        var parameters = bptt.network().parameters();
        return parameters.gather(parameters.values());
    }
}
