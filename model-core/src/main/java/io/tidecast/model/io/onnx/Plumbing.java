package io.tidecast.model.io.onnx;

import io.tidecast.model.io.ModelFormatException;
import io.tidecast.model.io.onnx.Value.Constant;
import io.tidecast.model.io.onnx.Value.FinalState;
import io.tidecast.model.io.onnx.Value.Sizes;
import io.tidecast.model.io.onnx.Value.State;
import io.tidecast.model.io.onnx.Value.Zeros;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// The nodes that exporters put beside the layers: to make an initial state of zeros in the size of the batch, to hand each
/// layer its part of a given one, and to collect the final states.
final class Plumbing {
    private Plumbing() {}

    static Value result(Node node) throws ModelFormatException {
        return switch (node.operator()) {
            case "Constant" -> constant(node);
            case "Identity" -> node.input(0);
            case "Shape" -> new Sizes();
            case "Unsqueeze", "Cast", "Concat" -> reshape(node);
            case "ConstantOfShape" -> constantOfShape(node);
            case "Expand" -> expand(node);
            case "Slice" -> slice(node);
            default -> throw new ModelFormatException(
                    "operator %s is not supported; a recurrent network with a linear head has RNN, GRU or LSTM, then MatMul and Add or Gemm"
                            .formatted(node.operator()));
        };
    }

    /// Rearranges sizes or final states, of which the result is another.
    static Value reshape(Node node) throws ModelFormatException {
        boolean sizes = true;
        boolean finals = true;
        int count = node.operator().equals("Concat") ? node.inputs() : 1;
        for (int i = 0; i < count; i++) {
            var input = node.input(i);
            finals &= input instanceof FinalState;
            sizes &= input instanceof Sizes
                    || (input instanceof Constant constant && !Tensors.isFloat(constant.tensor()));
        }
        if (finals) {
            boolean rows = node.operator().equals("Concat") && node.integer("axis", 0) == 0;
            var top = (FinalState) node.input(count - 1);
            return rows ? top : new FinalState(null);
        }
        if (sizes) {
            return new Sizes();
        }
        throw node.refused("sizes or final states as input", node.input(0).describe());
    }

    /// Equal parts of the rows of a given initial state.
    static List<Value> split(Node node) throws ModelFormatException {
        node.requireInteger("axis", 0, 0);
        int parts = node.outputs();
        if (node.input(0) instanceof Zeros zeros) {
            return Collections.nCopies(parts, zeros);
        }
        if (!(node.input(0) instanceof State state) || state.end() == State.ALL
                || parts == 0 || (state.end() - state.begin()) % parts != 0) {
            throw node.refused("an initial state of %d equal parts".formatted(parts),
                    node.input(0).describe());
        }
        long rows = (state.end() - state.begin()) / parts;
        if (node.optionalInput(1) != null
                && !Arrays.stream(node.constantIntegers(1)).allMatch(given -> given == rows)) {
            throw node.refused("parts of %d rows".formatted(rows), "others");
        }
        var results = new ArrayList<Value>();
        for (int i = 0; i < parts; i++) {
            long begin = state.begin() + i * rows;
            results.add(new State(state.input(), begin, begin + rows));
        }
        return results;
    }

    private static Value constant(Node node) throws ModelFormatException {
        var tensor = node.tensor("value");
        if (tensor == null) {
            throw node.refused("an attribute value", "none");
        }
        return new Constant(tensor, false);
    }

    private static Value constantOfShape(Node node) throws ModelFormatException {
        var tensor = node.tensor("value");
        // Without a value it is a float 0.
        if (tensor == null || Tensors.isZero(tensor)) {
            return new Zeros();
        }
        if (!Tensors.isFloat(tensor)) {
            return new Sizes();
        }
        throw node.refused("the value 0", Tensors.floats(tensor)[0]);
    }

    private static Value expand(Node node) throws ModelFormatException {
        if (node.input(0) instanceof Zeros
                || (node.input(0) instanceof Constant constant && Tensors.isZero(constant.tensor()))) {
            return new Zeros();
        }
        throw node.refused("zeros to expand", node.input(0).describe());
    }

    private static Value slice(Node node) throws ModelFormatException {
        return switch (node.input(0)) {
            case Zeros zeros -> zeros;
            case Sizes sizes -> sizes;
            case FinalState state -> new FinalState(null);
            case Constant constant when Tensors.isZero(constant.tensor()) -> new Zeros();
            case State state -> rows(node, state);
            default -> throw node.refused("an initial state to cut", node.input(0).describe());
        };
    }

    private static State rows(Node node, State state) throws ModelFormatException {
        long begin = only(node, 1);
        long end = only(node, 2);
        boolean rows = only(node, 3) == 0 && (node.optionalInput(4) == null || only(node, 4) == 1);
        if (!rows || begin < 0 || end <= begin || state.begin() != 0) {
            throw node.refused("rows of an initial state to take", "%d to %d".formatted(begin, end));
        }
        return new State(state.input(), begin, Math.min(end, state.end()));
    }

    private static long only(Node node, int input) throws ModelFormatException {
        long[] values = node.constantIntegers(input);
        if (values.length != 1) {
            throw node.refused("one number as input " + input, Arrays.toString(values));
        }
        return values[0];
    }
}
