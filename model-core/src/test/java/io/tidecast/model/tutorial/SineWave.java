package io.tidecast.model.tutorial;

import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import io.tidecast.model.nn.TorchRandom;
import io.tidecast.model.train.Huber;
import io.tidecast.model.train.Sgd;
import io.tidecast.model.train.TruncatedBptt;
import java.util.Locale;

/// Tutorial 2: an Elman network learns a sine wave, one point after the other.
final class SineWave {
    static final int EPOCHS = 300;

    /// Sums of the half squared errors of each epoch.
    final double[] losses = new double[EPOCHS];
    /// 21 points of the sine between 2 and 10: each of the first 20 is an input, the one after it its target.
    final float[] points = new float[21];
    /// What the trained network says comes after each of the first 20 points.
    final float[] forecasts = new float[20];
    private final StringBuilder out = new StringBuilder();

    SineWave(long seed) {
        // train
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) StrictMath.sin(2 + 8.0 * i / 20);
        }
        var options = new NetworkOptions(new RecurrentOptions(new ElmanRnn(), 1, 6).withBias(false), 1)
                .withHeadBias(false);
        var network = new RecurrentNetwork(options, new ScalarKernels());
        var parameters = network.parameters();
        var random = new TorchRandom(seed);
        for (var slice : parameters.slices()) {
            double deviation = slice.name().startsWith("rnn") ? 0.4 : 0.3;
            float[] weights = new float[slice.size()];
            random.fillNormal(weights, 0, weights.length, deviation);
            parameters.set(slice, weights);
        }
        // Below its delta the Huber loss is half the squared error.
        var bptt = new TruncatedBptt(network, new Huber(100), new Sgd(0.1), Double.POSITIVE_INFINITY, 1, 1);
        float[] y = new float[1];
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            bptt.resetState();
            for (int i = 0; i < 20; i++) {
                bptt.feed(new float[]{points[i]}, y);
                bptt.learn(new float[]{points[i + 1]});
                losses[epoch] += bptt.gradientStep().loss();
            }
        }
        // end
        // predict
        bptt.resetState();
        for (int i = 0; i < 20; i++) {
            bptt.feed(new float[]{points[i]}, y);
            forecasts[i] = y[0];
        }
        // end
    }

    /// The mean squared error of the last epoch.
    double finalError() {
        return 2 * losses[EPOCHS - 1] / 20;
    }

    String report() {
        for (int epoch = 0; epoch < EPOCHS; epoch += 50) {
            out.append(String.format(Locale.ROOT, "epoch %3d  loss %.4f%n", epoch, losses[epoch]));
        }
        out.append(String.format(Locale.ROOT, "epoch %3d  loss %.4f%n%n", EPOCHS - 1, losses[EPOCHS - 1]));
        out.append("  input   target  forecast\n");
        for (int i = 0; i < 20; i++) {
            out.append(String.format(Locale.ROOT, "%7.3f  %7.3f   %7.3f%n", points[i], points[i + 1],
                    forecasts[i]));
        }
        return out.toString();
    }

    String plot() {
        double[] x = new double[20];
        double[] wave = new double[20];
        double[] forecast = new double[20];
        for (int i = 0; i < 20; i++) {
            x[i] = 2 + 8.0 * (i + 1) / 20;
            wave[i] = points[i + 1];
            forecast[i] = forecasts[i];
        }
        return new LinePlot("The sine wave and the forecasts after 300 epochs", "x")
                .add("sine", x, wave).add("forecast", x, forecast).toSvg();
    }
}
