package io.tidecast.model.train;

import io.tidecast.model.io.Saveable;
import io.tidecast.model.nn.NetworkTape;
import io.tidecast.model.nn.RecurrentNetwork;
import java.nio.ByteBuffer;

/// Truncated back-propagation through time, online, with one network for many sequences: it learns from mini-batches of their windows.
///
/// Each sequence carries its own state and the window of its last `k2` inputs ([WindowedSequence]). [#stage] offers a window,
/// [#commit] takes it as a sample, and every `B` samples the network learns from all of them at once:
///
/// `L(w) = 1/n Σ_b Σ_t loss(y_bt(w), target_bt)`, `n` the number of targets that are present
///
/// The outputs `y_b` are computed anew with the weights of now, from the state that the sequence had before its window; no
/// gradient goes into that state. A window of fewer than `k2` inputs is followed by steps without targets, whose gradient is zero.
///
/// Not thread-safe. [#feed], [#stage] and [#commit] do not allocate, but for calls of a native library.
public final class BatchedBptt implements Saveable {
    private final RecurrentNetwork network;
    private final GradientStep gradientStep;
    private final Loss loss;
    private final int k2;
    private final int batch;
    private final NetworkTape stepTape;
    private final NetworkTape batchTape;
    private final MiniBatch samples;
    private final float[] zeros;
    private boolean staged;
    private long batches;
    private double zeroLoss = Double.NaN;

    /// @param network initialised; its parameters are moved by [#commit]
    /// @param k2      inputs that an update looks back on
    /// @param batch   `B`: windows that an update learns from
    public BatchedBptt(RecurrentNetwork network, Loss loss, DescentOptions options, int k2, int batch) {
        if (k2 < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "k2 and batch must be at least 1, got %d and %d".formatted(k2, batch));
        }
        TruncatedBptt.requireOnline(network);
        this.network = network;
        this.loss = loss;
        this.k2 = k2;
        this.batch = batch;
        gradientStep = new GradientStep(network, loss, options);
        stepTape = network.newTape(1, 1);
        batchTape = network.newTape(k2, batch);
        batchTape.stack().forgetStateGradient();
        samples = new MiniBatch(network, gradientStep.targetSize(), k2, batch);
        zeros = new float[batchTape.output().length];
    }

    /// A sequence that has seen nothing.
    ///
    /// @param learns whether it keeps the window that samples are made from
    public WindowedSequence newSequence(boolean learns) {
        return new WindowedSequence(learns ? k2 : 0, network.options().inputSize(), gradientStep.targetSize(),
                network.stateSize(1));
    }

    /// Advances a sequence by one input, with the weights of now, and forecasts.
    ///
    /// @param x `[I]`, finite
    /// @param y receives the head's output, `[O]`
    /// @throws IllegalArgumentException when the network does not take the input; nothing has changed then
    public void feed(WindowedSequence sequence, float[] x, float[] y) {
        network.requireInput(x);
        if (sequence.isFull()) {
            advance(sequence.inputs, sequence.start);
            sequence.slide();
        }
        sequence.append(x);
        advance(x, sequence.state);
        System.arraycopy(stepTape.output(), 0, y, 0, y.length);
    }

    /// Takes the newest input of a sequence back. Its state is then what the weights of now make of the inputs before, as in an update.
    ///
    /// @param x receives it, `[I]`
    /// @throws IllegalStateException when its window is empty
    public void retract(WindowedSequence sequence, float[] x) {
        sequence.retract(x);
        for (int t = 0; t < sequence.filled(); t++) {
            advance(sequence.inputs, t * x.length, sequence.state);
        }
    }

    private void advance(float[] x, float[] state) {
        advance(x, 0, state);
    }

    private void advance(float[] inputs, int at, float[] state) {
        network.forward(inputs, at, 1, state, 0, stepTape);
        stepTape.copyState(1, state, 0);
    }

    /// Offers the window of a sequence as the next sample; what was offered before is forgotten.
    public void stage(WindowedSequence sequence) {
        samples.write(sequence);
        staged = true;
    }

    /// Forgets what has been offered.
    public void discard() {
        staged = false;
    }

    /// Takes what has been offered as a sample. If it is the `B`-th, the network learns, and the next mini-batch begins.
    ///
    /// @return [Outcome#SKIPPED] as long as the mini-batch is not full; [Outcome#NOT_FINITE]: the weights are as they were
    public Outcome commit() {
        if (!staged) {
            return Outcome.SKIPPED;
        }
        staged = false;
        samples.add();
        return samples.isFull() ? update() : Outcome.SKIPPED;
    }

    private Outcome update() {
        batchTape.stack().drawDropout(gradientStep.updates());
        network.forward(samples.inputs, 0, k2, samples.states, 0, batchTape);
        Outcome outcome = gradientStep.apply(batchTape, samples.targets, 0);
        int rows = k2 * batch;
        double weight = loss.totalWeight(samples.targets, 0, rows, gradientStep.targetSize());
        // The output gradients have done their work; that of the zeros goes where they were.
        zeroLoss = weight == 0
                ? Double.NaN
                : loss.mean(zeros, rows, network.options().outputSize(), samples.targets, 0, weight,
                        batchTape.outputGradient());
        samples.clear();
        batches++;
        return outcome;
    }

    /// What the loss of the last mini-batch had been if every output were 0; NaN before the first. Not a part of what is saved.
    public double zeroLoss() {
        return zeroLoss;
    }

    /// Samples that wait for their mini-batch to be full.
    public int samples() {
        return samples.size();
    }

    /// Mini-batches that have been full, whatever came of them.
    public long batches() {
        return batches;
    }

    public RecurrentNetwork network() {
        return network;
    }

    /// Loss, gradient norm and count of the updates.
    public GradientStep gradientStep() {
        return gradientStep;
    }

    /// The bytes that [#save] writes.
    @Override
    public int byteSize() {
        return 2 * Integer.BYTES + Long.BYTES + gradientStep.byteSize();
    }

    /// Writes weights, moments and counters, without the samples that wait: they have [#saveSample].
    @Override
    public void save(ByteBuffer to) {
        to.putInt(k2).putInt(batch).putLong(batches);
        gradientStep.save(to);
    }

    /// Restores what [#save] wrote; no sample waits then.
    @Override
    public void load(ByteBuffer from) {
        int savedK2 = from.getInt();
        int savedBatch = from.getInt();
        if (savedK2 != k2 || savedBatch != batch) {
            throw new IllegalArgumentException("saved weights must be of k2=%d and batch=%d, got %d and %d"
                    .formatted(k2, batch, savedK2, savedBatch));
        }
        batches = from.getLong();
        gradientStep.load(from);
        samples.clear();
        staged = false;
    }

    /// The bytes that [#saveSample] writes.
    public int sampleBytes() {
        return Long.BYTES + samples.sampleBytes();
    }

    /// Writes a sample that waits.
    ///
    /// @param sample from 0, less than [#samples]
    public void saveSample(int sample, ByteBuffer to) {
        samples.save(sample, to.putLong(batches));
    }

    /// Takes a saved sample as the next one.
    ///
    /// @return false: it is of an earlier mini-batch and has not been taken
    public boolean loadSample(ByteBuffer from) {
        if (from.getLong() != batches) {
            from.position(from.position() + samples.sampleBytes());
            return false;
        }
        samples.load(from);
        return true;
    }
}
