package io.tidecast.model.train;

import io.tidecast.model.io.Saveable;
import io.tidecast.model.nn.GateSaturation;
import io.tidecast.model.nn.Head;
import io.tidecast.model.nn.NetworkTape;
import io.tidecast.model.nn.RecurrentNetwork;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// Truncated back-propagation through time, online: one input, one forecast, one target at a time.
///
/// Every `k1` targets the network learns from the last `k2` inputs (Williams & Peng 1990, BPTT(h; h'); Sutskever 2013,
/// section 2.8.6, whose letters these are). The state is carried from record to record and never reset; gradients stop at
/// the start of the window.
///
/// The object keeps the window of the last `k2` inputs and targets and the states between them:
///
/// ```
/// state 0 ─ input 0 ─▶ state 1 ─ input 1 ─▶ … ─ input k2-1 ─▶ state k2
///  start                                                        live
/// ```
///
/// [#feed] slides the window and appends one input and one state. An update runs the whole window again from the start
/// state with the current weights, replaces all states after it by the recomputed ones, then moves the weights. So the
/// next window starts from a state that the weights of at most one update ago computed, at no extra cost.
/// Dropout acts in updates, not in forecasts; the recomputed states are then those of the thinned network.
///
/// Not thread-safe. [#feed] and [#learn] do not allocate.
public final class TruncatedBptt implements Saveable {
    private static final int FORMAT = 1;

    private final RecurrentNetwork network;
    private final GradientStep gradientStep;
    private final int k1;
    private final int k2;
    private final int inputSize;
    private final int targetSize;
    private final int stateSize;
    private final NetworkTape stepTape;
    private final NetworkTape windowTape;

    private final float[] inputs;
    private final float[] targets;
    private final float[] states;
    private int filled;
    private long learned;
    private boolean awaitsTarget;

    /// With a constant learning rate.
    ///
    /// @param maxGradientNorm bound of the gradient's Euclidean norm, infinite for none
    public TruncatedBptt(
            RecurrentNetwork network, Loss loss, Optimizer optimizer, double maxGradientNorm, int k1,
            int k2) {
        this(network, loss, new DescentOptions(optimizer).withMaxGradientNorm(maxGradientNorm), k1, k2);
    }

    /// @param network initialised; its parameters are moved by [#learn]
    /// @param k1      targets between two updates
    /// @param k2      inputs that an update looks back on
    public TruncatedBptt(RecurrentNetwork network, Loss loss, DescentOptions options, int k1, int k2) {
        if (k1 < 1 || k2 < 1) {
            throw new IllegalArgumentException(
                    "k1 and k2 must be at least 1, got %d and %d".formatted(k1, k2));
        }
        requireOnline(network);
        this.network = network;
        this.k1 = k1;
        this.k2 = k2;
        gradientStep = new GradientStep(network, loss, options);
        inputSize = network.options().inputSize();
        targetSize = gradientStep.targetSize();
        stateSize = network.stateSize(1);
        stepTape = network.newTape(1, 1);
        windowTape = network.newTape(k2, 1);
        windowTape.stack().forgetStateGradient();
        inputs = new float[k2 * inputSize];
        targets = new float[k2 * targetSize];
        states = new float[(k2 + 1) * stateSize];
    }

    static void requireOnline(RecurrentNetwork network) {
        if (network.options().recurrent().bidirectional() || network.options().head() == Head.LAST_STEP) {
            throw new IllegalArgumentException(
                    "truncated BPTT needs a network that runs forward in time and puts out every step, got "
                            + network.options());
        }
    }

    /// Advances the carried state by one input and forecasts. An input whose target never comes is simply not learned from.
    ///
    /// @param x `[I]`, finite
    /// @param y receives the head's output, `[O]`
    /// @throws IllegalArgumentException when a length is wrong or a value is not one that the network takes; nothing has changed then
    public void feed(float[] x, float[] y) {
        network.requireInput(x);
        requireLength("y", network.options().outputSize(), y.length);
        if (filled == k2) {
            slide();
        }
        System.arraycopy(x, 0, inputs, filled * inputSize, inputSize);
        Arrays.fill(targets, filled * targetSize, (filled + 1) * targetSize, Float.NaN);
        network.forward(inputs, filled * inputSize, 1, states, filled * stateSize, stepTape);
        filled++;
        stepTape.copyState(1, states, filled * stateSize);
        System.arraycopy(stepTape.output(), 0, y, 0, y.length);
        awaitsTarget = true;
    }

    /// Takes the newest input back, as long as it has not had its target; another one may be fed in its place.
    ///
    /// @param x receives it, `[I]`
    /// @throws IllegalStateException when there is none
    public void retract(float[] x) {
        requireLength("x", inputSize, x.length);
        if (filled == 0 || !awaitsTarget) {
            throw new IllegalStateException("retract must follow feed: there is no input without its target");
        }
        filled--;
        awaitsTarget = false;
        System.arraycopy(inputs, filled * inputSize, x, 0, inputSize);
    }

    /// Puts in the target of an earlier input, for targets that come late; it is learned from in the next update.
    ///
    /// @param back  inputs between that one and the newest, at least 1; one that has left the window is not looked for
    /// @param index which of the target's values
    /// @param value NaN: none, or no more
    public void setTarget(int back, int index, float value) {
        if (back < filled) {
            targets[(filled - 1 - back) * targetSize + index] = value;
        }
    }

    /// Copies the carried state, after the newest input.
    ///
    /// @param state receives it, `[stateSize(1)]`
    public void copyState(float[] state) {
        System.arraycopy(states, filled * stateSize, state, 0, stateSize);
    }

    /// Forecasts from a state of the caller's; window and carried state stay as they are.
    ///
    /// @param x     `[I]`, finite
    /// @param state the state before `x`, and after the call the one after it, `[stateSize(1)]`
    /// @param y     receives the head's output, `[O]`
    public void peek(float[] x, float[] state, float[] y) {
        network.forward(x, 0, 1, state, 0, stepTape);
        stepTape.copyState(1, state, 0);
        System.arraycopy(stepTape.output(), 0, y, 0, y.length);
    }

    /// Takes the target of the newest input; at every `k1`-th call, updates the network from the window.
    ///
    /// @param target the loss's target values; NaN where none is known
    /// @throws IllegalArgumentException when the length is wrong or the loss cannot score a value; nothing has changed then
    /// @throws IllegalStateException    when the newest input has had its target
    public Outcome learn(float[] target) {
        requireLength("target", targetSize, target.length);
        gradientStep.requireTarget(target);
        if (!awaitsTarget) {
            throw new IllegalStateException("learn must follow feed: the newest input has had its target");
        }
        int newest = (filled - 1) * targetSize;
        System.arraycopy(target, 0, targets, newest, targetSize);
        Outcome outcome = (learned + 1) % k1 == 0 ? update() : Outcome.SKIPPED;
        if (outcome == Outcome.NOT_FINITE) {
            Arrays.fill(targets, newest, newest + targetSize, Float.NaN);
        } else {
            learned++;
            awaitsTarget = false;
        }
        return outcome;
    }

    /// Begins a new sequence: the state becomes zero and the window empty; what was learned stays.
    public void resetState() {
        filled = 0;
        awaitsTarget = false;
        Arrays.fill(states, 0);
    }

    /// The carried state after the newest input, copied, in the layout of [RecurrentStack][io.tidecast.model.nn.RecurrentStack].
    public float[] state() {
        return Arrays.copyOfRange(states, filled * stateSize, (filled + 1) * stateSize);
    }

    /// What the inputs of the window have contributed to an output of the newest step ([RecurrentNetwork#contributions]), the oldest
    /// first.
    ///
    /// @return `[window][I]`
    public float[] contributions(int output) {
        return network.contributions(inputs, filled, states, output);
    }

    /// What the gates do over the inputs of the window, as the present weights see it; empty: there are no inputs yet. Changes nothing.
    public List<GateSaturation> gateSaturation() {
        return filled == 0
                ? List.of()
                : GateSaturation.over(network, inputs, filled, Arrays.copyOf(states, stateSize));
    }

    /// Whether nothing has been fed since the sequence began.
    public boolean isEmpty() {
        return filled == 0;
    }

    public RecurrentNetwork network() {
        return network;
    }

    /// Loss, gradient norm and count of the updates.
    public GradientStep gradientStep() {
        return gradientStep;
    }

    /// The bytes that [#save] writes, always the same number.
    @Override
    public int byteSize() {
        return 4 * Integer.BYTES + Long.BYTES + 1
                + (inputs.length + targets.length + states.length) * Float.BYTES + gradientStep.byteSize();
    }

    /// Writes everything that later results depend on: after [#load] into an object of the same options, the same calls
    /// give the same bits.
    ///
    /// @param to little-endian, with room for [#byteSize] bytes
    @Override
    public void save(ByteBuffer to) {
        require(to);
        to.putInt(FORMAT).putInt(k1).putInt(k2).putInt(filled).putLong(learned)
                .put((byte) (awaitsTarget ? 1 : 0));
        FloatArrays.put(inputs, to);
        FloatArrays.put(targets, to);
        FloatArrays.put(states, to);
        gradientStep.save(to);
    }

    /// Restores what [#save] wrote.
    ///
    /// @param from little-endian, from an object of the same options
    /// @throws IllegalArgumentException when the bytes are of another format or other options; nothing has changed then
    @Override
    public void load(ByteBuffer from) {
        require(from);
        int start = from.position();
        int format = from.getInt();
        int savedK1 = from.getInt();
        int savedK2 = from.getInt();
        int savedFilled = from.getInt();
        if (format != FORMAT || savedK1 != k1 || savedK2 != k2 || savedFilled < 0 || savedFilled > k2) {
            from.position(start);
            throw new IllegalArgumentException(
                    "expected format %d with k1=%d, k2=%d and at most k2 inputs, got format %d, k1=%d, k2=%d, %d inputs"
                            .formatted(FORMAT, k1, k2, format, savedK1, savedK2, savedFilled));
        }
        filled = savedFilled;
        learned = from.getLong();
        awaitsTarget = from.get() != 0;
        FloatArrays.get(inputs, from);
        FloatArrays.get(targets, from);
        FloatArrays.get(states, from);
        gradientStep.load(from);
    }

    private Outcome update() {
        windowTape.stack().drawDropout(gradientStep.updates());
        network.forward(inputs, 0, filled, states, 0, windowTape);
        Outcome outcome = gradientStep.apply(windowTape, targets, 0);
        if (outcome == Outcome.UPDATED) {
            for (int t = 1; t <= filled; t++) {
                windowTape.copyState(t, states, t * stateSize);
            }
        }
        return outcome;
    }

    /// Drops the oldest input; the state after it becomes the start.
    private void slide() {
        filled--;
        System.arraycopy(inputs, inputSize, inputs, 0, filled * inputSize);
        System.arraycopy(targets, targetSize, targets, 0, filled * targetSize);
        System.arraycopy(states, stateSize, states, 0, (filled + 1) * stateSize);
    }

    private void require(ByteBuffer buffer) {
        if (buffer.order() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalArgumentException("the buffer must be little-endian, got " + buffer.order());
        }
        if (buffer.remaining() < byteSize()) {
            throw new IllegalArgumentException(
                    "the buffer must have %d bytes, got %d".formatted(byteSize(), buffer.remaining()));
        }
    }

    private static void requireLength(String name, int expected, int got) {
        if (got != expected) {
            throw new IllegalArgumentException(
                    "%s must have %d values, got %d".formatted(name, expected, got));
        }
    }
}
