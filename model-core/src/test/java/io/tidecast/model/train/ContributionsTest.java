package io.tidecast.model.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.nn.EmbeddingOptions;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import io.tidecast.model.nn.Slice;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Gradient times input, against central differences of the same window.
class ContributionsTest {
    private static final int INPUTS = 3;
    private static final int WINDOW = 5;
    private static final float DELTA = 1e-2f;
    /// Truncation `O(δ²)` and rounding `ε/δ` of single precision.
    private static final float TOLERANCE = 1e-3f;
    private static final NetworkOptions OPTIONS = new NetworkOptions(
            new RecurrentOptions(new Lstm(), INPUTS, 7).withLayers(2), 2);

    @Test
    void contributionsAreGradientTimesInputOverTheWholeWindow() {
        float[] x = inputs(7);
        float[] contributions = fed(x).contributions(1);
        assertEquals(WINDOW * INPUTS, contributions.length);
        for (int i = 0; i < x.length; i++) {
            float[] more = x.clone();
            more[i] += DELTA;
            float[] less = x.clone();
            less[i] -= DELTA;
            float gradient = (output(more) - output(less)) / (2 * DELTA);
            assertEquals(gradient * x[i], contributions[i], TOLERANCE, "input " + i);
        }
    }

    @Test
    void askingChangesNothing() {
        float[] x = inputs(8);
        TruncatedBptt asked = fed(x);
        TruncatedBptt left = fed(x);
        asked.contributions(0);
        float[] target = {0.5f, -0.5f};
        asked.learn(target);
        left.learn(target);
        assertArrayEquals(left.network().parameters().values(), asked.network().parameters().values());
        assertArrayEquals(left.state(), asked.state());
    }

    /// Its window has slid: the state before it is not zero.
    @Test
    void aSequenceThatSharesItsNetworkHasTheSameOnes() {
        RecurrentNetwork network = network(OPTIONS);
        var alone = new TruncatedBptt(network, new MeanSquaredError(), new Sgd(0.1), 1, 1, WINDOW);
        var shared = new BatchedBptt(network, new MeanSquaredError(),
                new DescentOptions(new Sgd(0.1)), WINDOW, 1);
        WindowedSequence sequence = shared.newSequence(true);
        float[] y = new float[2];
        for (float[] x : new float[][]{inputs(9), inputs(10)}) {
            for (int t = 0; t < WINDOW; t++) {
                float[] input = Arrays.copyOfRange(x, t * INPUTS, (t + 1) * INPUTS);
                alone.feed(input, y);
                shared.feed(sequence, input, y);
            }
        }
        assertArrayEquals(alone.contributions(1), sequence.contributions(network, 1));
    }

    @Test
    void theContributionOfACategoryIsThatOfItsVector() {
        var options = new NetworkOptions(new RecurrentOptions(new Lstm(), 2 + 4, 6), 1)
                .withEmbedding(new EmbeddingOptions(5, 4));
        var bptt = new TruncatedBptt(network(options), new MeanSquaredError(), new Sgd(0.1), 1, 1, 2);
        float[] y = new float[1];
        bptt.feed(new float[]{0.3f, -0.2f, 3}, y);
        float[] contributions = bptt.contributions(0);
        assertEquals(3, contributions.length);
        var parameters = bptt.network().parameters();
        float before = y[0];
        // Scaling the category's vector by 1 + δ moves the output by δ times its contribution.
        float[] w = parameters.values();
        Slice table = parameters.slice("embedding.weight");
        for (int i = 3 * 4; i < 4 * 4; i++) {
            w[table.index(i)] *= 1 + DELTA;
        }
        var moved = new TruncatedBptt(bptt.network(), new MeanSquaredError(), new Sgd(0.1), 1, 1, 2);
        moved.feed(new float[]{0.3f, -0.2f, 3}, y);
        assertEquals((y[0] - before) / DELTA, contributions[2], 2e-3f);
    }

    private static float[] inputs(long seed) {
        var random = new Random(seed);
        float[] x = new float[WINDOW * INPUTS];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static RecurrentNetwork network(NetworkOptions options) {
        var network = new RecurrentNetwork(options, Kernels.fastest());
        network.initialise(42);
        return network;
    }

    private static TruncatedBptt fed(float[] x) {
        var bptt = new TruncatedBptt(network(OPTIONS), new MeanSquaredError(), new Sgd(0.1), 1, 1, WINDOW);
        feed(bptt, x);
        return bptt;
    }

    /// The outputs after the last input.
    private static float[] feed(TruncatedBptt bptt, float[] x) {
        float[] y = new float[2];
        for (int t = 0; t < WINDOW; t++) {
            bptt.feed(Arrays.copyOfRange(x, t * INPUTS, (t + 1) * INPUTS), y);
        }
        return y;
    }

    private static float output(float[] x) {
        TruncatedBptt bptt = fed(new float[WINDOW * INPUTS]);
        bptt.resetState();
        return feed(bptt, x)[1];
    }
}
