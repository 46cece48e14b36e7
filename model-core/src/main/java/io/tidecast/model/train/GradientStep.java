package io.tidecast.model.train;

import io.tidecast.model.nn.NetworkTape;
import io.tidecast.model.nn.Parameters;
import io.tidecast.model.nn.RecurrentNetwork;
import java.nio.ByteBuffer;

/// From a forward pass to moved parameters: loss, backward pass, clipping, optimiser. Either all of it happens or nothing.
public final class GradientStep {
    /// What PyTorch's `clip_grad_norm_` adds to the norm.
    private static final double CLIP_EPSILON = 1e-6;

    private final RecurrentNetwork network;
    private final Loss loss;
    private final DescentOptions options;
    private final float[][] moments;
    private double learningRate;
    private long updates;
    private double lastLoss = Double.NaN;
    private double gradientNorm = Double.NaN;

    public GradientStep(RecurrentNetwork network, Loss loss, DescentOptions options) {
        this.network = network;
        this.loss = loss;
        this.options = options;
        learningRate = options.optimizer().learningRate();
        moments = new float[options.optimizer().moments()][network.parameters().values().length];
    }

    /// Learns from the forward pass on the tape.
    ///
    /// @param target `[steps, B, targetSize]` from `targetOffset`; NaN is not scored
    public Outcome apply(NetworkTape tape, float[] target, int targetOffset) {
        double weight = loss.totalWeight(target, targetOffset, tape.rows(), targetSize());
        if (weight == 0) {
            return Outcome.SKIPPED;
        }
        double mean = loss.mean(
                tape.output(), tape.rows(), network.options().outputSize(), target, targetOffset, weight,
                tape.outputGradient());
        Parameters parameters = network.parameters();
        parameters.zeroGradients();
        network.backward(tape);
        float[] dW = parameters.gradients();
        double sumOfSquares = network.kernels().sumOfSquares(dW);
        // As a float, because a square beyond its range would make the optimiser's moments infinite.
        if (!Double.isFinite(mean) || !Float.isFinite((float) sumOfSquares)) {
            return Outcome.NOT_FINITE;
        }
        lastLoss = mean;
        if (Double.isFinite(options.maxGradientValue())) {
            cut(dW, (float) options.maxGradientValue());
            sumOfSquares = network.kernels().sumOfSquares(dW);
        }
        gradientNorm = Math.sqrt(sumOfSquares);
        if (clipped()) {
            scale(dW, (float) (options.maxGradientNorm() / (gradientNorm + CLIP_EPSILON)));
        }
        var optimizer = options.optimizer();
        double rate = learningRate * options.schedule().factor(updates);
        updates++;
        optimizer.step(parameters.values(), dW, moments, updates, rate);
        return Outcome.UPDATED;
    }

    /// The mean loss of the last update, before the parameters moved; NaN before the first.
    public double loss() {
        return lastLoss;
    }

    /// The Euclidean norm of the last update's gradient, cut but not yet shortened; NaN before the first.
    public double gradientNorm() {
        return gradientNorm;
    }

    /// Whether the last update's gradient was shortened.
    public boolean clipped() {
        return gradientNorm + CLIP_EPSILON > options.maxGradientNorm();
    }

    /// The number of updates so far.
    public long updates() {
        return updates;
    }

    /// Learns at another rate than the optimiser's own from now on; not a part of what is saved.
    public void setLearningRate(double rate) {
        learningRate = rate;
    }

    /// Refuses a row of targets that cannot be scored.
    void requireTarget(float[] target) {
        loss.requireTarget(target, 0, network.options().outputSize());
    }

    /// The number of target values for each row of outputs.
    int targetSize() {
        return loss.targetSize(network.options().outputSize());
    }

    /// The bytes that [#save] writes.
    int byteSize() {
        return Long.BYTES + 2 * Double.BYTES
                + (1 + moments.length) * Float.BYTES * network.parameters().values().length;
    }

    /// Writes the parameters, the moments and the counters.
    void save(ByteBuffer to) {
        to.putLong(updates).putDouble(lastLoss).putDouble(gradientNorm);
        FloatArrays.put(network.parameters().values(), to);
        for (float[] moment : moments) {
            FloatArrays.put(moment, to);
        }
    }

    void load(ByteBuffer from) {
        updates = from.getLong();
        lastLoss = from.getDouble();
        gradientNorm = from.getDouble();
        FloatArrays.get(network.parameters().values(), from);
        for (float[] moment : moments) {
            FloatArrays.get(moment, from);
        }
    }

    private static void cut(float[] a, float bound) {
        for (int i = 0; i < a.length; i++) {
            a[i] = Math.max(-bound, Math.min(bound, a[i]));
        }
    }

    private static void scale(float[] a, float factor) {
        for (int i = 0; i < a.length; i++) {
            a[i] *= factor;
        }
    }
}
