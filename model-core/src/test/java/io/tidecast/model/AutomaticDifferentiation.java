package io.tidecast.model;

import io.tidecast.model.kernel.Kernels;
import io.tidecast.model.kernel.ScalarKernels;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Lstm;
import io.tidecast.model.nn.NetworkOptions;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.model.nn.RecurrentOptions;
import io.tidecast.model.train.MeanSquaredError;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.hipparchus.analysis.differentiation.Gradient;

/// Every backward pass against Hipparchus: the cells' formulas once more, in numbers that carry their own derivatives.
///
/// Knows nothing of a test framework, because [DoublePrecision] runs it a second time, in `double`.
public final class AutomaticDifferentiation implements Supplier<String> {
    private static final long SEED = 20260103;
    private static final int STEPS = 4;
    private static final int INPUTS = 2;
    private static final int HIDDEN = 3;

    private final Kernels kernels;
    private final Random random = new Random(SEED);
    private final Deviation deviation = new Deviation();

    public AutomaticDifferentiation() {
        this(new ScalarKernels());
    }

    AutomaticDifferentiation(Kernels kernels) {
        this.kernels = kernels;
    }

    @Override
    public String get() {
        for (var cell : List.of(new ElmanRnn(), new Lstm(), new Lstm(true), new Gru())) {
            check(new RecurrentOptions(cell, INPUTS, HIDDEN));
            check(new RecurrentOptions(cell, INPUTS, HIDDEN).withLayers(2));
        }
        check(new RecurrentOptions(new Lstm(true), INPUTS, HIDDEN).withProjectionSize(2).withLayers(2));
        return deviation.toString();
    }

    private void check(RecurrentOptions options) {
        var network = new RecurrentNetwork(new NetworkOptions(options, 1), kernels);
        network.initialise(random.nextInt());
        float[] x = values(STEPS * INPUTS);
        float[] target = values(STEPS);
        var tape = network.newTape(STEPS, 1);
        network.forward(x, 0, STEPS, new float[network.stateSize(1)], 0, tape);
        new MeanSquaredError().mean(tape.output(), STEPS, 1, target, 0, STEPS, tape.outputGradient());
        network.backward(tape);

        var weights = new Weights(network);
        Gradient[][] sequence = new Gradient[STEPS][INPUTS];
        for (int i = 0; i < x.length; i++) {
            sequence[i / INPUTS][i % INPUTS] = weights.constant(x[i]);
        }
        for (int l = 0; l < options.layers(); l++) {
            sequence = layer(options, weights, "_l" + l, sequence);
        }
        var loss = weights.constant(0);
        for (int t = 0; t < STEPS; t++) {
            var error = weights.affine("head.weight", sequence[t], "head.bias")[0].subtract(target[t]);
            loss = loss.add(error.multiply(error).divide(STEPS));
        }
        float[] expected = new float[network.parameters().values().length];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (float) loss.getPartialDerivative(i);
        }
        deviation.compare(options + ", seed " + SEED, network.parameters().gradients(), expected);
    }

    private static Gradient[][] layer(RecurrentOptions options, Weights w, String suffix, Gradient[][] x) {
        Gradient[] h = new Gradient[options.stateSize()];
        Gradient[] c = new Gradient[HIDDEN];
        Arrays.fill(h, w.constant(0));
        Arrays.fill(c, w.constant(0));
        Gradient[][] outputs = new Gradient[x.length][];
        for (int t = 0; t < x.length; t++) {
            var a = w.affine("rnn.weight_ih" + suffix, x[t], "rnn.bias_ih" + suffix);
            var u = w.affine("rnn.weight_hh" + suffix, h, "rnn.bias_hh" + suffix);
            Gradient[] p = w.all("rnn.weight_peephole" + suffix, options.cell());
            Gradient[] next = new Gradient[HIDDEN];
            for (int j = 0; j < HIDDEN; j++) {
                next[j] = switch (options.cell()) {
                    case ElmanRnn _ -> a[j].add(u[j]).tanh();
                    case Gru _ -> gru(a, u, h[j], j);
                    case Lstm lstm -> lstm(lstm, a, u, p, c, j);
                };
            }
            h = options.isProjected() ? w.product("rnn.weight_hr" + suffix, next) : next;
            outputs[t] = h;
        }
        return outputs;
    }

    private static Gradient gru(Gradient[] a, Gradient[] u, Gradient h, int j) {
        var r = sigmoid(a[j].add(u[j]));
        var z = sigmoid(a[HIDDEN + j].add(u[HIDDEN + j]));
        var n = a[2 * HIDDEN + j].add(r.multiply(u[2 * HIDDEN + j])).tanh();
        return z.negate().add(1).multiply(n).add(z.multiply(h));
    }

    private static Gradient lstm(
            Lstm lstm, Gradient[] a, Gradient[] u, Gradient[] p, Gradient[] c, int j) {
        var i = a[j].add(u[j]);
        var f = a[HIDDEN + j].add(u[HIDDEN + j]);
        var g = a[2 * HIDDEN + j].add(u[2 * HIDDEN + j]).tanh();
        var o = a[3 * HIDDEN + j].add(u[3 * HIDDEN + j]);
        if (lstm.peepholes()) {
            i = i.add(p[j].multiply(c[j]));
            f = f.add(p[HIDDEN + j].multiply(c[j]));
        }
        c[j] = sigmoid(f).multiply(c[j]).add(sigmoid(i).multiply(g));
        if (lstm.peepholes()) {
            o = o.add(p[2 * HIDDEN + j].multiply(c[j]));
        }
        return sigmoid(o).multiply(c[j].tanh());
    }

    private static Gradient sigmoid(Gradient x) {
        return x.negate().exp().add(1).reciprocal();
    }

    private float[] values(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /// The parameters as independent variables.
    private record Weights(RecurrentNetwork network) {

        Gradient constant(double value) {
            return Gradient.constant(network.parameters().values().length, value);
        }

        Gradient variable(int index) {
            float[] values = network.parameters().values();
            return Gradient.variable(values.length, index, values[index]);
        }

        Gradient[] all(String name, Cell cell) {
            if (cell.pointwiseWeights() == 0) {
                return new Gradient[0];
            }
            var slice = network.parameters().slice(name);
            var variables = new Gradient[slice.size()];
            Arrays.setAll(variables, i -> variable(slice.index(i)));
            return variables;
        }

        Gradient[] product(String weight, Gradient[] x) {
            var slice = network.parameters().slice(weight);
            var y = new Gradient[slice.shape().getFirst()];
            for (int r = 0; r < y.length; r++) {
                y[r] = constant(0);
                for (int i = 0; i < x.length; i++) {
                    y[r] = y[r].add(variable(slice.index(r * x.length + i)).multiply(x[i]));
                }
            }
            return y;
        }

        Gradient[] affine(String weight, Gradient[] x, String bias) {
            var y = product(weight, x);
            var slice = network.parameters().slice(bias);
            for (int r = 0; r < y.length; r++) {
                y[r] = y[r].add(variable(slice.index(r)));
            }
            return y;
        }
    }
}
