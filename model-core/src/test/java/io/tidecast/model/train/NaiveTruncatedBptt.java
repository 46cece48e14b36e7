package io.tidecast.model.train;

import io.tidecast.model.nn.NetworkTape;
import io.tidecast.model.nn.RecurrentNetwork;
import java.util.ArrayList;
import java.util.List;

/// Truncated back-propagation as a book would state it: it keeps every input, target and state since the beginning, counts
/// from the end, and makes new arrays for everything. One output, squared error.
final class NaiveTruncatedBptt {
    private final RecurrentNetwork network;
    private final Adam adam;
    private final double maxNorm;
    private final int k1;
    private final int k2;
    private final List<float[]> inputs = new ArrayList<>();
    private final List<Float> targets = new ArrayList<>();
    /// One more than inputs: the state before the first, then after each.
    private final List<float[]> states = new ArrayList<>();
    private final float[] m;
    private final float[] v;
    private int updates;

    NaiveTruncatedBptt(RecurrentNetwork network, Adam adam, double maxNorm, int k1, int k2) {
        this.network = network;
        this.adam = adam;
        this.maxNorm = maxNorm;
        this.k1 = k1;
        this.k2 = k2;
        states.add(new float[network.stateSize(1)]);
        m = new float[weights().length];
        v = new float[weights().length];
    }

    float[] weights() {
        return network.parameters().values();
    }

    int updates() {
        return updates;
    }

    float feed(float[] x) {
        inputs.add(x);
        var tape = forward(inputs.size() - 1);
        states.add(stateAfter(1, tape));
        return tape.output()[0];
    }

    void learn(float target) {
        targets.add(target);
        if (targets.size() % k1 == 0) {
            update(Math.max(0, inputs.size() - k2));
        }
    }

    private void update(int start) {
        var tape = forward(start);
        int present = (int) targets.subList(start, targets.size()).stream().filter(t -> !t.isNaN()).count();
        if (present == 0) {
            return;
        }
        for (int i = start; i < targets.size(); i++) {
            double error = targets.get(i).isNaN() ? 0 : (double) tape.output()[i - start] - targets.get(i);
            tape.outputGradient()[i - start] = (float) (2 * error * (1.0 / present));
        }
        network.parameters().zeroGradients();
        network.backward(tape);
        for (int i = start; i < inputs.size(); i++) {
            states.set(i + 1, stateAfter(i - start + 1, tape));
        }
        move(network.parameters().gradients());
    }

    private NetworkTape forward(int start) {
        int steps = inputs.size() - start;
        int size = inputs.getFirst().length;
        float[] x = new float[steps * size];
        for (int i = 0; i < steps; i++) {
            System.arraycopy(inputs.get(start + i), 0, x, i * size, size);
        }
        var tape = network.newTape(steps, 1);
        network.forward(x, 0, steps, states.get(start), 0, tape);
        return tape;
    }

    private float[] stateAfter(int t, NetworkTape tape) {
        float[] state = new float[network.stateSize(1)];
        tape.copyState(t, state, 0);
        return state;
    }

    private void move(float[] dW) {
        double norm = Math.sqrt(network.kernels().sumOfSquares(dW));
        float factor = (float) Math.min(1, maxNorm / (norm + 1e-6));
        updates++;
        for (int i = 0; i < dW.length; i++) {
            float g = dW[i] * factor;
            m[i] = (float) adam.beta1() * m[i] + (float) (1 - adam.beta1()) * g;
            v[i] = (float) adam.beta2() * v[i] + (float) (1 - adam.beta2()) * g * g;
            float rate = (float) (adam.learningRate() / (1 - Adam.power(adam.beta1(), updates)));
            float correction = (float) (1 / Math.sqrt(1 - Adam.power(adam.beta2(), updates)));
            weights()[i] -= rate * m[i] / ((float) Math.sqrt(v[i]) * correction + (float) adam.epsilon());
        }
    }
}
