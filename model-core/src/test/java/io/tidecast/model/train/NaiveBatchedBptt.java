package io.tidecast.model.train;

import io.tidecast.model.nn.NetworkTape;
import io.tidecast.model.nn.RecurrentNetwork;
import java.util.ArrayList;
import java.util.List;

/// [BatchedBptt] as a book would state it: every sequence keeps all that it has seen, a mini-batch is a list of windows, and its gradient
/// is the sum of those that one window after the other has. One output, squared error, gradient descent at rate 1.
final class NaiveBatchedBptt {
    private final RecurrentNetwork network;
    private final int k2;
    private final int batch;
    private final List<Window> samples = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // Compared nowhere.
    private record Window(List<float[]> inputs, List<Float> targets, float[] start) {}

    static final class Sequence {
        private final List<float[]> inputs = new ArrayList<>();
        private final List<Float> targets = new ArrayList<>();
        private float[] start;
        private float[] state;

        private Sequence(int stateSize) {
            start = new float[stateSize];
            state = new float[stateSize];
        }
    }

    NaiveBatchedBptt(RecurrentNetwork network, int k2, int batch) {
        this.network = network;
        this.k2 = k2;
        this.batch = batch;
    }

    RecurrentNetwork network() {
        return network;
    }

    Sequence newSequence() {
        return new Sequence(network.stateSize(1));
    }

    float feed(Sequence sequence, float[] x) {
        if (sequence.inputs.size() >= k2) {
            float[] leaving = sequence.inputs.get(sequence.inputs.size() - k2);
            sequence.start = stateAfter(forward(List.of(leaving), sequence.start), 1);
        }
        sequence.inputs.add(x);
        NetworkTape tape = forward(List.of(x), sequence.state);
        sequence.state = stateAfter(tape, 1);
        return tape.output()[0];
    }

    void learn(Sequence sequence, float target) {
        sequence.targets.add(target);
        int end = sequence.inputs.size();
        int from = Math.max(0, end - k2);
        samples.add(new Window(List.copyOf(sequence.inputs.subList(from, end)),
                new ArrayList<>(sequence.targets.subList(from, end)), sequence.start));
        if (samples.size() == batch) {
            update();
        }
    }

    /// `w -= Σ_samples Σ_t d/dw (y_t - target_t)² / n`
    private void update() {
        double present = samples.stream().flatMap(window -> window.targets.stream())
                .filter(target -> !target.isNaN()).count();
        network.parameters().zeroGradients();
        for (Window window : samples) {
            NetworkTape tape = forward(window.inputs, window.start);
            for (int t = 0; t < window.inputs.size(); t++) {
                float error = tape.output()[t] - window.targets.get(t);
                tape.outputGradient()[t] = Float.isNaN(error) ? 0 : (float) (2 * error / present);
            }
            network.backward(tape);
        }
        float[] w = network.parameters().values();
        for (int i = 0; i < w.length; i++) {
            w[i] -= network.parameters().gradients()[i];
        }
        samples.clear();
    }

    private NetworkTape forward(List<float[]> inputs, float[] state) {
        int size = network.options().inputSize();
        float[] x = new float[inputs.size() * size];
        for (int t = 0; t < inputs.size(); t++) {
            System.arraycopy(inputs.get(t), 0, x, t * size, size);
        }
        NetworkTape tape = network.newTape(inputs.size(), 1);
        network.forward(x, 0, inputs.size(), state, 0, tape);
        return tape;
    }

    private float[] stateAfter(NetworkTape tape, int steps) {
        float[] state = new float[network.stateSize(1)];
        tape.copyState(steps, state, 0);
        return state;
    }
}
