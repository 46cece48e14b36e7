package io.tidecast.model.forecast;

import io.tidecast.model.forecast.NetworkSettings.Weights;
import io.tidecast.model.io.Saveable;
import io.tidecast.model.nn.Parameters;
import io.tidecast.model.train.BatchedBptt;
import io.tidecast.model.train.DescentOptions;
import io.tidecast.model.train.Outcome;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The network that the series of one partition have in common: weights, the optimiser's moments, and the mini-batch that is being
/// collected. A function of the partition's readings in their order, as each [Forecaster] that is made with it.
///
/// A step of a series changes it, if at all, when nothing can fail the step any more, so a failed one leaves it as it was. The readings
/// after the one that filled a mini-batch are the first to be forecast with the new weights.
///
/// Weights, and each sample that waits, are saved for themselves ([#weights], [#sample]): a reading adds one sample, and only the last of a
/// mini-batch moves the weights.
public final class SharedNetwork implements Saveable {
    private static final int FORMAT = 1;
    private static final int CHECK_EVERY = 64;
    /// Weights are good if their loss is no more than so many times that of the last value.
    private static final double GOOD_LOSS_RATIO = 2;

    private final ForecasterOptions options;
    private final BatchedBptt bptt;
    private final RollOut rollOut;
    /// The weights when they were last known to be good, in half precision and PyTorch's order, `[parameters]`.
    private final short[] good;
    private final WeightedMean loss = new WeightedMean(CHECK_EVERY);
    private final WeightedMean lastValueLoss = new WeightedMean(CHECK_EVERY);
    private boolean restarts;
    private long revision;

    private SharedNetwork(ForecasterOptions options) {
        this.options = options;
        NetworkSettings settings = options.network();
        bptt = new BatchedBptt(ForecastNetwork.create(options), settings.lossFunction(),
                new DescentOptions(settings.updateRule()).withMaxGradientNorm(settings.maxGradientNorm()),
                settings.window() + ForecastNetwork.heads(options) - 1, learns() ? settings.batch() : 1);
        rollOut = new RollOut(bptt.network());
        good = new short[bptt.network().parameters().size()];
        keepAsGood();
    }

    /// What series of these options have in common, having seen nothing; null: nothing, each has its own weights or none at all.
    public static @Nullable SharedNetwork of(ForecasterOptions options) {
        return options.network().weights() == Weights.PER_KEY || !options.experts().contains(ExpertKind.RNN)
                ? null
                : new SharedNetwork(options);
    }

    /// As [#of], for a series that is by itself.
    static @Nullable SharedNetwork unlessItLearns(ForecasterOptions options) {
        SharedNetwork network = of(options);
        if (network != null && network.learns()) {
            throw new IllegalArgumentException(
                    "a forecaster with shared weights must be made with the network that it shares, got none");
        }
        return network;
    }

    /// One with the same weights that goes its own way, for another thread.
    public SharedNetwork copy() {
        var copy = new SharedNetwork(options);
        var bytes = ByteBuffer.allocate(weights().byteSize()).order(ByteOrder.LITTLE_ENDIAN);
        saveWeights(bytes);
        copy.loadWeights(bytes.flip());
        return copy;
    }

    /// Whether its weights move.
    public boolean learns() {
        return options.network().weights() == Weights.SHARED;
    }

    BatchedBptt bptt() {
        return bptt;
    }

    RollOut rollOut() {
        return rollOut;
    }

    /// Horizons that the network has outputs for.
    int heads() {
        return ForecastNetwork.heads(options);
    }

    int window() {
        return options.network().window();
    }

    int learnEvery() {
        return options.network().learnEvery();
    }

    /// At the end of the step the weights go back to the last good ones.
    void restartAtCommit() {
        restarts = learns();
    }

    /// Forgets what a step has brought that is not final.
    void discard() {
        restarts = false;
        bptt.discard();
    }

    /// Makes what the step has brought final.
    ///
    /// @return why the weights had to begin again; null: they had not, or the expert knows
    @Nullable
    String commit() {
        if (restarts) {
            restart();
            return null;
        }
        long before = bptt.batches();
        Outcome outcome = bptt.commit();
        if (bptt.batches() != before) {
            revision++;
        }
        if (outcome == Outcome.NOT_FINITE) {
            restart();
            return "the shared network's gradient is not finite";
        }
        if (outcome == Outcome.UPDATED) {
            watch();
        }
        return null;
    }

    private void watch() {
        loss.add(bptt.gradientStep().loss());
        lastValueLoss.add(bptt.zeroLoss());
        if (bptt.batches() % CHECK_EVERY == 0 && loss.value() <= GOOD_LOSS_RATIO * lastValueLoss.value()) {
            keepAsGood();
        }
    }

    private void keepAsGood() {
        Parameters parameters = bptt.network().parameters();
        float[] weights = parameters.gather(parameters.values());
        for (int i = 0; i < good.length; i++) {
            good[i] = Float.floatToFloat16(weights[i]);
        }
    }

    private void restart() {
        Parameters parameters = bptt.network().parameters();
        float[] weights = new float[good.length];
        for (int i = 0; i < good.length; i++) {
            weights[i] = Float.float16ToFloat(good[i]);
        }
        Arrays.fill(parameters.values(), 0);
        parameters.scatter(weights, parameters.values());
        bptt.gradientStep().resetMoments();
        discard();
        loss.clear();
        lastValueLoss.clear();
        revision++;
    }

    /// Grows whenever what [#weights] saves has changed. Not a part of it.
    public long revision() {
        return revision;
    }

    /// Samples that wait for the mini-batch to be full.
    public int samples() {
        return bptt.samples();
    }

    /// Updates of the weights so far.
    public long updates() {
        return bptt.gradientStep().updates();
    }

    /// Weights, moments and counters, without the samples that wait.
    public Saveable weights() {
        return new Part(2 * Integer.BYTES + bptt.byteSize() + good.length * Short.BYTES
                + 2 * WeightedMean.BYTES, this::saveWeights, this::loadWeights);
    }

    /// The sample that waits in a slot. Loading takes a saved one as the next; one of an earlier mini-batch is not taken.
    ///
    /// @param slot from 0, less than the size of the mini-batch
    public Saveable sample(int slot) {
        return new Part(bptt.sampleBytes(), out -> bptt.saveSample(slot, out), bptt::loadSample);
    }

    @Override
    public int byteSize() {
        return weights().byteSize() + Integer.BYTES + samples() * bptt.sampleBytes();
    }

    @Override
    public void save(ByteBuffer out) {
        saveWeights(out);
        out.putInt(samples());
        for (int slot = 0; slot < samples(); slot++) {
            bptt.saveSample(slot, out);
        }
    }

    @Override
    public void load(ByteBuffer in) {
        loadWeights(in);
        for (int waiting = in.getInt(); waiting > 0; waiting--) {
            bptt.loadSample(in);
        }
    }

    private void saveWeights(ByteBuffer out) {
        out.putInt(FORMAT).putInt(options.fingerprint());
        bptt.save(out);
        for (short weight : good) {
            out.putShort(weight);
        }
        loss.save(out);
        lastValueLoss.save(out);
    }

    private void loadWeights(ByteBuffer in) {
        int format = in.getInt();
        int fingerprint = in.getInt();
        if (format != FORMAT || fingerprint != options.fingerprint()) {
            throw new IllegalArgumentException(
                    "shared weights must be of format %d and of the options %s (fingerprint %08x), got format %d, fingerprint %08x"
                            .formatted(FORMAT, options, options.fingerprint(), format, fingerprint));
        }
        bptt.load(in);
        for (int i = 0; i < good.length; i++) {
            good[i] = in.getShort();
        }
        loss.load(in);
        lastValueLoss.load(in);
        restarts = false;
    }

    /// A part that is saved for itself.
    private record Part(int byteSize, Consumer<ByteBuffer> saving,
            Consumer<ByteBuffer> loading) implements Saveable {
        @Override
        public void save(ByteBuffer to) {
            saving.accept(to);
        }

        @Override
        public void load(ByteBuffer from) {
            loading.accept(from);
        }
    }
}
