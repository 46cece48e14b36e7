package io.tidecast.model.train;

import io.tidecast.model.nn.RecurrentNetwork;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The samples that wait until there are enough of them for an update: each the window of one sequence, and the state before it.
final class MiniBatch {
    /// `[k2][B][I]` and `[k2][B][targetSize]`: as the network takes them.
    final float[] inputs;
    final float[] targets;
    /// `[stateSize(B)]`, in the layout of [RecurrentStack][io.tidecast.model.nn.RecurrentStack].
    final float[] states;

    private final int k2;
    private final int capacity;
    private final int inputSize;
    private final int targetSize;
    /// Lengths of the parts of one state: each layer's hidden state, then each layer's cell state.
    private final int[] parts;
    private int size;

    MiniBatch(RecurrentNetwork network, int targetSize, int k2, int capacity) {
        this.k2 = k2;
        this.capacity = capacity;
        this.targetSize = targetSize;
        var recurrent = network.options().recurrent();
        inputSize = network.options().inputSize();
        inputs = new float[k2 * capacity * inputSize];
        targets = new float[k2 * capacity * targetSize];
        states = new float[network.stateSize(capacity)];
        int cells = recurrent.cell().hasCellState() ? recurrent.hiddenSize() : 0;
        parts = IntStream.range(0, 2 * recurrent.layers())
                .map(i -> i < recurrent.layers() ? recurrent.stateSize() : cells).toArray();
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == capacity;
    }

    void clear() {
        size = 0;
    }

    /// Writes a window where the next sample will be. It is none before [#add].
    void write(WindowedSequence sequence) {
        for (int t = 0; t < k2; t++) {
            int row = t * capacity + size;
            if (t < sequence.filled()) {
                System.arraycopy(sequence.inputs, t * inputSize, inputs, row * inputSize, inputSize);
                System.arraycopy(sequence.targets, t * targetSize, targets, row * targetSize, targetSize);
            } else {
                Arrays.fill(inputs, row * inputSize, (row + 1) * inputSize, 0);
                Arrays.fill(targets, row * targetSize, (row + 1) * targetSize, Float.NaN);
            }
        }
        int at = 0;
        for (int part : parts) {
            System.arraycopy(sequence.start, at, states, at * capacity + size * part, part);
            at += part;
        }
    }

    /// Counts what has been written as a sample.
    void add() {
        size++;
    }

    int sampleBytes() {
        return (k2 * (inputSize + targetSize) + Arrays.stream(parts).sum()) * Float.BYTES;
    }

    /// @param sample from 0
    void save(int sample, ByteBuffer to) {
        for (int t = 0; t < k2; t++) {
            FloatArrays.put(inputs, (t * capacity + sample) * inputSize, inputSize, to);
            FloatArrays.put(targets, (t * capacity + sample) * targetSize, targetSize, to);
        }
        int at = 0;
        for (int part : parts) {
            FloatArrays.put(states, at * capacity + sample * part, part, to);
            at += part;
        }
    }

    /// Reads what [#save] wrote, as the next sample.
    void load(ByteBuffer from) {
        for (int t = 0; t < k2; t++) {
            FloatArrays.get(inputs, (t * capacity + size) * inputSize, inputSize, from);
            FloatArrays.get(targets, (t * capacity + size) * targetSize, targetSize, from);
        }
        int at = 0;
        for (int part : parts) {
            FloatArrays.get(states, at * capacity + size * part, part, from);
            at += part;
        }
        size++;
    }
}
