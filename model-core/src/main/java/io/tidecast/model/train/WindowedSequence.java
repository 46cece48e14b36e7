package io.tidecast.model.train;

import io.tidecast.model.io.Saveable;
import io.tidecast.model.nn.GateSaturation;
import io.tidecast.model.nn.RecurrentNetwork;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/// One sequence of a [BatchedBptt]: the state that it carries, and its window.
///
/// ```
/// start ─ input 0 ─▶ … ─ input k2-1 ─▶ state
/// ```
///
/// Of the states only these two are kept: when the window slides, the start is advanced by the input that leaves it.
public final class WindowedSequence implements Saveable {
    /// `[k2][I]` and `[k2][targetSize]`; a missing target is NaN.
    final float[] inputs;
    final float[] targets;
    /// The state before the first input of the window, and after the newest one, `[stateSize(1)]`.
    final float[] start;
    final float[] state;

    private final int inputSize;
    private final int targetSize;
    private final int capacity;
    private int filled;

    /// @param window inputs that are kept; 0: only the state is
    WindowedSequence(int window, int inputSize, int targetSize, int stateSize) {
        capacity = window;
        this.inputSize = inputSize;
        this.targetSize = targetSize;
        inputs = new float[window * inputSize];
        targets = new float[window * targetSize];
        start = new float[window == 0 ? 0 : stateSize];
        state = new float[stateSize];
    }

    /// Inputs in the window.
    int filled() {
        return filled;
    }

    /// Whether an input has to leave the window before the next one comes.
    boolean isFull() {
        return capacity > 0 && filled == capacity;
    }

    /// Whether it has no input to learn from.
    public boolean isEmpty() {
        return filled == 0;
    }

    void slide() {
        System.arraycopy(inputs, inputSize, inputs, 0, inputs.length - inputSize);
        System.arraycopy(targets, targetSize, targets, 0, targets.length - targetSize);
        filled--;
    }

    void append(float[] x) {
        if (capacity > 0) {
            System.arraycopy(x, 0, inputs, filled * inputSize, inputSize);
            Arrays.fill(targets, filled * targetSize, (filled + 1) * targetSize, Float.NaN);
            filled++;
        }
    }

    /// Takes the newest input out; the state becomes that at the start.
    void retract(float[] x) {
        if (filled == 0) {
            throw new IllegalStateException("retract must follow feed: the window is empty");
        }
        filled--;
        System.arraycopy(inputs, filled * inputSize, x, 0, inputSize);
        System.arraycopy(start, 0, state, 0, state.length);
    }

    /// Puts in the target of an input.
    ///
    /// @param back  inputs between that one and the newest; one that has left the window is not looked for
    /// @param index which of the target's values
    /// @param value NaN: none, or no more
    public void setTarget(int back, int index, float value) {
        if (back < filled) {
            targets[(filled - 1 - back) * targetSize + index] = value;
        }
    }

    /// The carried state after the newest input, copied, in the layout of [RecurrentStack][io.tidecast.model.nn.RecurrentStack].
    public float[] state() {
        return state.clone();
    }

    /// What the gates of the network do over the inputs of the window; empty: there are none.
    public List<GateSaturation> gateSaturation(RecurrentNetwork network) {
        return filled == 0 ? List.of() : GateSaturation.over(network, inputs, filled, start);
    }

    /// What the inputs of the window have contributed to an output of the newest step ([RecurrentNetwork#contributions]), the oldest
    /// first.
    ///
    /// @return `[window][I]`
    public float[] contributions(RecurrentNetwork network, int output) {
        return network.contributions(inputs, filled, start, output);
    }

    /// Begins anew: the state becomes zero and the window empty.
    public void reset() {
        filled = 0;
        for (float[] array : new float[][]{inputs, targets, start, state}) {
            Arrays.fill(array, 0);
        }
    }

    @Override
    public int byteSize() {
        return Integer.BYTES + (inputs.length + targets.length + start.length + state.length) * Float.BYTES;
    }

    @Override
    public void save(ByteBuffer to) {
        to.putInt(filled);
        for (float[] array : new float[][]{inputs, targets, start, state}) {
            FloatArrays.put(array, to);
        }
    }

    @Override
    public void load(ByteBuffer from) {
        int saved = from.getInt();
        if (saved < 0 || saved > capacity) {
            throw new IllegalArgumentException(
                    "a saved window must have from 0 to %d inputs, got %d".formatted(capacity, saved));
        }
        filled = saved;
        for (float[] array : new float[][]{inputs, targets, start, state}) {
            FloatArrays.get(array, from);
        }
    }
}
