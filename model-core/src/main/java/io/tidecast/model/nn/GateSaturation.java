package io.tidecast.model.nn;

import io.tidecast.model.kernel.ScalarKernels;
import java.util.ArrayList;
import java.util.List;

/// How often a gate stands at either end of its range, over the units of a layer and the steps of a sequence (Karpathy, Johnson &
/// Fei-Fei 2015, section 4.2: left-saturated below 0.1, right-saturated above 0.9). A forget gate at the high end remembers; a gate
/// that is always at one end learns nothing more, for its slope is nearly 0 there.
///
/// Of `tanh`, whose range is twice as wide, the ends are below -0.8 and above 0.8.
///
/// @param layer 0: the lowest
/// @param gate  i, f, g, o of an LSTM; r, z, n of a GRU; h, the state itself, of an Elman network
/// @param low   share of the values in the lowest tenth of the range
/// @param high  share of the values in the highest tenth of the range
public record GateSaturation(int layer, String gate, double low, double high) {
    private static final float END = 0.1f;

    /// What the gates of a network that runs forward in time do over a sequence. The network stays as it is.
    ///
    /// @param x     `[steps][I]`
    /// @param state the state before the first step, `[stateSize(1)]`
    /// @return layer by layer, in the order of the gates; none where the range has no ends (ReLU)
    public static List<GateSaturation> over(RecurrentNetwork network, float[] x, int steps, float[] state) {
        RecurrentOptions options = network.options().recurrent();
        RecurrentNetwork plain = plain(network);
        NetworkTape tape = plain.newTape(steps, 1);
        plain.forward(x, 0, steps, state, 0, tape);
        int hidden = options.hiddenSize();
        var saturations = new ArrayList<GateSaturation>();
        for (int l = 0; l < options.layers(); l++) {
            LayerTape layer = tape.stack().layer(l * options.directions());
            List<Range> gates = gates(options.cell());
            boolean stateAlone = options.cell().gates() == 1;
            float[] values = stateAlone ? layer.m : layer.z.values();
            for (int gate = 0; gate < gates.size(); gate++) {
                // An Elman network's states lie behind the initial one, gates from the first step on.
                int first = stateAlone ? layer.m(0) : gate * hidden;
                saturations
                        .add(gates.get(gate).over(l, values, first, options.cell().gates() * hidden, hidden,
                                steps));
            }
        }
        return saturations;
    }

    /// The same network on the plain kernels, whose rows of gates lie as PyTorch's, `[steps][G][H]`.
    private static RecurrentNetwork plain(RecurrentNetwork network) {
        var plain = new RecurrentNetwork(network.options(), new ScalarKernels());
        Parameters from = network.parameters();
        plain.parameters().scatter(from.gather(from.values()), plain.parameters().values());
        return plain;
    }

    private static List<Range> gates(Cell cell) {
        return switch (cell) {
            case Lstm _ -> List.of(sigmoid("i"), sigmoid("f"), tanh("g"), sigmoid("o"));
            case Gru _ -> List.of(sigmoid("r"), sigmoid("z"), tanh("n"));
            case ElmanRnn(Activation activation) -> switch (activation) {
                case TANH -> List.of(tanh("h"));
                case SIGMOID -> List.of(sigmoid("h"));
                case RELU -> List.of();
            };
        };
    }

    private static Range sigmoid(String gate) {
        return new Range(gate, END, 1 - END);
    }

    private static Range tanh(String gate) {
        return new Range(gate, 2 * END - 1, 1 - 2 * END);
    }

    /// A gate and where the ends of its range begin.
    private record Range(String gate, float low, float high) {
        /// @param first  index of the first step's first value
        /// @param stride from one step to the next
        GateSaturation over(int layer, float[] values, int first, int stride, int hidden, int steps) {
            int lows = 0;
            int highs = 0;
            for (int t = 0; t < steps; t++) {
                for (int j = 0; j < hidden; j++) {
                    float value = values[first + t * stride + j];
                    lows += value < low ? 1 : 0;
                    highs += value > high ? 1 : 0;
                }
            }
            double count = (double) steps * hidden;
            return new GateSaturation(layer, gate, lows / count, highs / count);
        }
    }
}
