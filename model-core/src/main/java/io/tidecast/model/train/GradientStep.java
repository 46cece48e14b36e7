package io.tidecast.model.train;

import io.tidecast.model.nn.NetworkTape;
import io.tidecast.model.nn.Parameters;
import io.tidecast.model.nn.RecurrentNetwork;
import java.nio.ByteBuffer;
import java.util.Arrays;

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
    private double rateFactor = 1;
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
            network.kernels().scale(dW, (float) (options.maxGradientNorm() / (gradientNorm + CLIP_EPSILON)));
        }
        var optimizer = options.optimizer();
        double rate = learningRate * options.schedule().factor(updates) * rateFactor;
        updates++;
        optimizer.step(network.kernels(), parameters.values(), dW, moments, updates, rate);
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

    /// Multiplies the learning rate of the updates to come; not part of the saved state.
    public void setRateFactor(double factor) {
        rateFactor = factor;
    }

    /// Makes the optimiser forget its moments.
    public void resetMoments() {
        for (float[] moment : moments) {
            Arrays.fill(moment, 0);
        }
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
                + (1 + moments.length) * Float.BYTES * network.parameters().size();
    }

    /// Writes the counters, the parameters and the moments, these in the order of [Parameters#gather], whatever the kernels are.
    void save(ByteBuffer to) {
        to.putLong(updates).putDouble(lastLoss).putDouble(gradientNorm);
        Parameters parameters = network.parameters();
        float[] gathered = parameters.gather(parameters.values());
        FloatArrays.put(gathered, to);
        for (float[] moment : moments) {
            parameters.gather(moment, gathered);
            FloatArrays.put(gathered, to);
        }
    }

    void load(ByteBuffer from) {
        updates = from.getLong();
        lastLoss = from.getDouble();
        gradientNorm = from.getDouble();
        Parameters parameters = network.parameters();
        float[] weights = new float[parameters.size()];
        FloatArrays.get(weights, from);
        parameters.scatter(weights, parameters.values());
        for (float[] moment : moments) {
            FloatArrays.get(weights, from);
            parameters.scatter(weights, moment);
        }
    }

    private static void cut(float[] a, float bound) {
        for (int i = 0; i < a.length; i++) {
            a[i] = Math.max(-bound, Math.min(bound, a[i]));
        }
    }
}
