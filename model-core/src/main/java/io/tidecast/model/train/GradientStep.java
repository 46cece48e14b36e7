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
    private final Optimizer optimizer;
    private final double maxGradientNorm;
    private final float[][] moments;
    private long updates;
    private double lastLoss = Double.NaN;
    private double gradientNorm = Double.NaN;

    /// @param maxGradientNorm gradients longer than this (Euclidean, over all parameters) are shortened to it; infinite
    ///                        for no clipping
    public GradientStep(RecurrentNetwork network, Loss loss, Optimizer optimizer, double maxGradientNorm) {
        if (!(maxGradientNorm > 0)) {
            throw new IllegalArgumentException("maxGradientNorm must be positive, got " + maxGradientNorm);
        }
        this.network = network;
        this.loss = loss;
        this.optimizer = optimizer;
        this.maxGradientNorm = maxGradientNorm;
        moments = new float[optimizer.moments()][network.parameters().values().length];
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
        gradientNorm = Math.sqrt(sumOfSquares);
        if (clipped()) {
            scale(dW, (float) (maxGradientNorm / (gradientNorm + CLIP_EPSILON)));
        }
        updates++;
        optimizer.step(parameters.values(), dW, moments, updates);
        return Outcome.UPDATED;
    }

    /// The mean loss of the last update, before the parameters moved; NaN before the first.
    public double loss() {
        return lastLoss;
    }

    /// The Euclidean norm of the last update's gradient before clipping; NaN before the first.
    public double gradientNorm() {
        return gradientNorm;
    }

    /// Whether the last update's gradient was shortened.
    public boolean clipped() {
        return gradientNorm + CLIP_EPSILON > maxGradientNorm;
    }

    /// The number of updates so far.
    public long updates() {
        return updates;
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

    private static void scale(float[] a, float factor) {
        for (int i = 0; i < a.length; i++) {
            a[i] *= factor;
        }
    }
}
