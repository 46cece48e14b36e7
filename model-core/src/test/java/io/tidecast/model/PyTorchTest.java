package io.tidecast.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import io.tidecast.model.nn.TorchRandom;
import io.tidecast.model.train.Huber;
import io.tidecast.model.train.Sgd;
import io.tidecast.model.train.TruncatedBptt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// PyTorch is the referee: values, gradients, initial weights and a training curve from golden files.
class PyTorchTest {

    @ParameterizedTest
    @MethodSource("io.tidecast.model.EveryKernels#all")
    void valuesAndGradientsArePyTorchs(Kernels kernels) {
        var deviations = new RecurrentGoldens(kernels).get().lines().toList();
        accept(deviations.getFirst(), 1e-6);
        // `float` rounds at 6e-8. A gradient adds some 30 terms over up to 6 steps through up to 3 layers; where they cancel
        // their rounding stays, so it is measured against the network's largest gradient: some 16 roundings.
        accept(deviations.getLast(), 1e-6);
    }

    @Test
    void theSameCodeInDoubleGivesPyTorchsGradientsToNineDigits() throws Exception {
        var deviations = DoublePrecision.run(RecurrentGoldens.class)
                .lines().toList();
        accept(deviations.get(0), 1e-9);
        accept(deviations.get(1), 1e-9);
    }

    @ParameterizedTest
    @MethodSource("io.tidecast.model.EveryKernels#all")
    void embeddingsAndFeedForwardNetsArePyTorchs(Kernels kernels) {
        accept(new EmbeddingGoldens().get(), 1e-6);
        accept(new FeedForwardGoldens(kernels).get(), 1e-6);
    }

    @Test
    void embeddingsAndFeedForwardNetsArePyTorchsInDouble() throws Exception {
        accept(DoublePrecision.run(EmbeddingGoldens.class), 1e-9);
        accept(DoublePrecision.run(FeedForwardGoldens.class), 1e-9);
    }

    @ParameterizedTest
    @MethodSource("io.tidecast.model.EveryKernels#all")
    void tenStepsOfEachOptimiserArePyTorchs(Kernels kernels) throws Exception {
        // Ten steps, each rounded a few times at 6e-8.
        accept(new OptimizerGoldens(kernels).get(), 2e-6);
        accept(DoublePrecision.run(OptimizerGoldens.class), 1e-9);
    }

    @ParameterizedTest
    @MethodSource("io.tidecast.model.EveryKernels#all")
    void initialWeightsArePyTorchsToTheBit(Kernels kernels) {
        for (var golden : GoldenFile.read("initial-weights")) {
            var network = RecurrentGoldens.network(golden, kernels);
            network.initialise(Long.parseLong(golden.option("seed")));
            for (var slice : network.parameters().slices()) {
                assertArrayEquals(
                        golden.tensor(slice.name()), network.parameters().copyOf(slice),
                        slice.name() + " of " + golden);
            }
        }
    }

    @Test
    void normalNumbersArePyTorchsUpToTheLastPlaceOfItsLogarithm() {
        var golden = GoldenFile.read("normals").getFirst();
        var random = new TorchRandom(golden.number("seed"));
        for (int n = 1; n <= 40; n++) {
            float[] values = new float[n];
            random.fillNormal(values, 0, n, 0.5);
            assertArrayEquals(golden.tensor("normal" + n), values, 1e-6f, "length " + n);
        }
    }

    @ParameterizedTest
    @MethodSource("io.tidecast.model.EveryKernels#all")
    void anElmanNetworkLearnsTheSineWaveAlongPyTorchsCurve(Kernels kernels) {
        var golden = GoldenFile.read("sine").getFirst();
        var options = new NetworkOptions(new RecurrentOptions(new ElmanRnn(), 1, 6).withBias(false), 1);
        var network = new RecurrentNetwork(options.withHeadBias(false), kernels);
        RecurrentGoldens.set(network.parameters(), golden, "");
        // Below its delta, which no error here reaches, the Huber loss is half the squared error.
        var bptt = new TruncatedBptt(
                network, new Huber(100), new Sgd(0.1), Double.POSITIVE_INFINITY, 1, 1);

        float[] points = golden.tensor("points");
        float[] losses = golden.tensor("losses");
        for (int epoch = 0; epoch < losses.length; epoch++) {
            bptt.resetState();
            double total = 0;
            for (int i = 0; i + 1 < points.length; i++) {
                bptt.feed(new float[]{points[i]}, new float[1]);
                bptt.learn(new float[]{points[i + 1]});
                total += bptt.gradientStep().loss();
            }
            // 6000 updates carry rounding along; the curve is smooth, so it stays near 1e-5 of its value.
            assertEquals(losses[epoch], total, 1e-5 * Math.max(1, losses[epoch]), "epoch " + epoch);
        }
    }

    private static void accept(String worst, double tolerance) {
        double deviation = Double.parseDouble(worst.substring(0, worst.indexOf(' ')));
        assertTrue(deviation <= tolerance, "worst deviation " + worst);
    }
}
