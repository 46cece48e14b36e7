package io.tidecast.model.io.onnx;

import io.tidecast.model.io.ModelFormatException;
import io.tidecast.model.io.onnx.proto.TensorProto;
import io.tidecast.model.nn.Activation;
import io.tidecast.model.nn.Cell;
import io.tidecast.model.nn.ElmanRnn;
import io.tidecast.model.nn.Gru;
import io.tidecast.model.nn.Lstm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A recurrent node, found to be a layer that we have too.
///
/// @param transposed whether its input had its first two axes exchanged
/// @param states     the names of the inputs that give its initial state; empty if that is zero
/// @param w          `[D, G·H, I]`
/// @param r          `[D, G·H, H]`
/// @param b          `[D, 2·G·H]`
/// @param p          peepholes, `[D, 3·H]`
record Layer(Cell cell, int inputSize, int hiddenSize, int directions, boolean transposed,
        List<String> states, TensorProto w, TensorProto r, @Nullable TensorProto b,
        @Nullable TensorProto p) {

    /// Checks everything that a node can ask for against what our layers do.
    static Layer read(Node node, Value.Sequence sequence) throws ModelFormatException {
        requireOurForm(node);
        var r = constant(node, 2);
        int hidden = hiddenSize(node, r);
        int directions = directions(node);
        var p = optionalConstant(node, 7);
        var cell = cell(node, directions, p != null);
        int index = sequence.layers().size();

        long d = directions;
        long rows = (long) Operator.of(cell).gates().size() * hidden;
        var w = constant(node, 1);
        Tensors.requireShape(w, "W", d, rows, sequence.size());
        Tensors.requireShape(r, "R", d, rows, (long) hidden);
        var b = optionalConstant(node, 3);
        if (b != null) {
            Tensors.requireShape(b, "B", d, 2 * rows);
        }
        if (p != null) {
            Tensors.requireShape(p, "P", d, 3L * hidden);
        }
        return new Layer(
                cell, Math.toIntExact(sequence.size()), hidden, directions, sequence.transposed(),
                states(node, Operator.of(cell).states(), index, directions), w, r, b, p);
    }

    private static void requireOurForm(Node node) throws ModelFormatException {
        node.forbidAttribute("clip");
        node.forbidAttribute("activation_alpha");
        node.forbidAttribute("activation_beta");
        node.requireInteger("layout", 0, 0);
        switch (node.operator()) {
            case "GRU" -> node.requireInteger("linear_before_reset", 0, 1);
            case "LSTM" -> node.requireInteger("input_forget", 0, 0);
            default -> {
            }
        }
        node.allowAttributes(
                "activations", "direction", "hidden_size", "layout",
                switch (node.operator()) {
                    case "GRU" -> "linear_before_reset";
                    case "LSTM" -> "input_forget";
                    default -> "layout";
                });
        int most = node.operator().equals("LSTM") ? 8 : 6;
        if (node.inputs() > most) {
            throw node.refused("at most %d inputs".formatted(most), node.inputs());
        }
        if (node.optionalInput(4) != null) {
            throw node.refused("no sequence_lens", "some");
        }
    }

    private static int directions(Node node) throws ModelFormatException {
        return switch (node.string("direction", "forward")) {
            case "forward" -> 1;
            case "bidirectional" -> 2;
            default -> throw node.refused("direction forward or bidirectional", node.string("direction", ""));
        };
    }

    private static int hiddenSize(Node node, TensorProto r) throws ModelFormatException {
        long given = r.getDimsCount() == 3 ? r.getDims(2) : 0;
        long hidden = node.integer("hidden_size", given);
        if (hidden < 1 || hidden > Integer.MAX_VALUE) {
            throw node.refused("a hidden_size of at least 1", hidden);
        }
        return (int) hidden;
    }

    private static Cell cell(Node node, int directions, boolean peepholes) throws ModelFormatException {
        var candidates = switch (node.operator()) {
            case "GRU" -> List.of(new Gru());
            case "LSTM" -> List.of(new Lstm(peepholes));
            default -> Arrays.stream(Activation.values()).map(ElmanRnn::new).toList();
        };
        var expected = new ArrayList<List<String>>();
        for (var candidate : candidates) {
            expected.add(Operator.of(candidate).activations(directions));
        }
        var got = node.strings("activations", defaultActivations(node, directions));
        int index = expected.indexOf(got);
        if (index < 0) {
            throw node.refused("activations " + expected, got);
        }
        return candidates.get(index);
    }

    private static List<String> defaultActivations(Node node, int directions) {
        var cell = switch (node.operator()) {
            case "GRU" -> new Gru();
            case "LSTM" -> new Lstm();
            default -> new ElmanRnn();
        };
        return Operator.of(cell).activations(directions);
    }

    private static List<String> states(Node node, int count, int layer, int directions)
            throws ModelFormatException {
        var names = new ArrayList<String>();
        for (int input = 5; input < 5 + count; input++) {
            var value = node.optionalInput(input);
            if (value instanceof Value.State state) {
                long begin = (long) layer * directions;
                boolean toTheEnd = state.end() == Value.State.ALL || state.end() == begin + directions;
                if (state.begin() != begin || !toTheEnd) {
                    throw node.refused(
                            "rows %d to %d of the initial state".formatted(begin, begin + directions),
                            state.describe());
                }
                names.add(state.input());
            } else if (value != null && !isZero(value)) {
                throw node.refused("zeros or rows of a model input as initial state", value.describe());
            }
        }
        if (names.stream().distinct().count() != names.size()
                || (!names.isEmpty() && names.size() < count)) {
            throw node.refused("an initial state of which all or nothing is given, each part once", names);
        }
        return names;
    }

    private static boolean isZero(Value value) throws ModelFormatException {
        return switch (value) {
            case Value.Zeros zeros -> true;
            case Value.Constant constant -> Tensors.isZero(constant.tensor());
            default -> false;
        };
    }

    private static TensorProto constant(Node node, int input) throws ModelFormatException {
        var constant = optionalConstant(node, input);
        if (constant == null) {
            throw node.refused("an input " + input, "none");
        }
        return constant;
    }

    private static @Nullable TensorProto optionalConstant(Node node, int input) throws ModelFormatException {
        var value = node.optionalInput(input);
        return switch (value) {
            case null -> null;
            case Value.Constant constant when !constant.transposed() -> constant.tensor();
            default -> throw node.refused(
                    "weights that are constants in the file (export with constant folding)",
                    value.describe());
        };
    }

    /// The number of weights that such a layer has at most.
    long size() {
        long rows = (long) directions * Operator.of(cell).gates().size() * hiddenSize;
        return rows * (inputSize + hiddenSize + 2L) + 3L * directions * hiddenSize;
    }

    /// For a message: what this is.
    String describe() {
        return "%s with hiddenSize=%d, directions=%d, %s, initial state %s".formatted(
                cell, hiddenSize, directions, transposed ? "input turned" : "input as given",
                states.isEmpty() ? "zero" : states);
    }
}
