package io.tidecast.model.io.onnx;

import io.tidecast.model.io.ModelFormatException;
import io.tidecast.model.io.onnx.Value.Constant;
import io.tidecast.model.io.onnx.Value.FinalState;
import io.tidecast.model.io.onnx.Value.LastStep;
import io.tidecast.model.io.onnx.Value.Output;
import io.tidecast.model.io.onnx.Value.Sequence;
import io.tidecast.model.io.onnx.Value.Sequence.Axes;
import io.tidecast.model.io.onnx.proto.TensorProto;
import io.tidecast.model.nn.Head;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/// The nodes that make up a linear head, on every step or on the last.
final class HeadReader {
    private HeadReader() {}

    /// Takes the last step from a sequence, or, as that is the same, the last hidden state of the top layer.
    static Value gather(Node node) throws ModelFormatException {
        return switch (node.input(0)) {
            case Sequence s when s.axes() == Axes.STEPS_BATCH_SIZE && !s.layers().isEmpty() -> {
                requireLast(node, s.stepAxis());
                yield new LastStep(s);
            }
            case FinalState state when state.last() != null -> {
                requireLast(node, 0);
                yield new LastStep(state.last());
            }
            default -> Plumbing.reshape(node);
        };
    }

    /// `y = h Wᵀ`, with `W` stored as `[D·H, O]`.
    static Output product(Node node) throws ModelFormatException {
        if (node.input(0) instanceof LastStep last) {
            return output(node, Head.LAST_STEP, last.sequence(), false, null);
        }
        return output(node, Head.EVERY_STEP, sequence(node, 0), false, null);
    }

    /// `y = h Wᵀ + b` on the last step, with `W` as `[O, D·H]` if `transB`.
    static Output gemm(Node node) throws ModelFormatException {
        node.allowAttributes("alpha", "beta", "transA", "transB");
        node.requireNumber("alpha", 1);
        node.requireNumber("beta", 1);
        node.requireInteger("transA", 0, 0);
        if (!(node.input(0) instanceof LastStep last)) {
            throw node.refused("the last step of a sequence as input 0", node.input(0).describe());
        }
        var bias = node.optionalInput(2);
        if (bias != null && !(bias instanceof Constant)) {
            throw node.refused("a constant as bias", bias.describe());
        }
        boolean transposed = node.integer("transB", 0) != 0;
        var output = output(node, Head.LAST_STEP, last.sequence(), transposed, null);
        return bias instanceof Constant constant ? withBias(node, output, constant) : output;
    }

    /// `y = h Wᵀ + b`, in either order.
    static Output sum(Node node) throws ModelFormatException {
        boolean biasFirst = node.input(0) instanceof Constant;
        var product = node.input(biasFirst ? 1 : 0);
        var bias = node.input(biasFirst ? 0 : 1);
        if (product instanceof Output output && output.bias() == null && bias instanceof Constant constant) {
            return withBias(node, output, constant);
        }
        throw node.refused(
                "a product of MatMul and a constant",
                node.input(0).describe() + " and " + node.input(1).describe());
    }

    /// The input, which must be a sequence with steps and batch in front.
    static Sequence sequence(Node node, int input) throws ModelFormatException {
        if (node.input(input) instanceof Sequence sequence && sequence.axes() == Axes.STEPS_BATCH_SIZE) {
            return sequence;
        }
        throw node.refused(
                "a sequence with axes %s as input %d".formatted(Axes.STEPS_BATCH_SIZE, input),
                node.input(input).describe());
    }

    private static Output output(
            Node node, Head head, Sequence sequence, boolean transposed, @Nullable TensorProto bias)
            throws ModelFormatException {
        if (!(node.input(1) instanceof Constant constant)) {
            throw node.refused("a constant as second factor", node.input(1).describe());
        }
        Tensors.requireFloats(constant.tensor());
        var weight = new Constant(constant.tensor(), constant.transposed() != transposed);
        var dims = new ArrayList<>(weight.tensor().getDimsList());
        if (weight.transposed()) {
            Collections.reverse(dims);
        }
        long inputs = sequence.size();
        if (dims.size() != 2 || dims.getFirst() != inputs || dims.getLast() < 1) {
            throw node.refused("a matrix with %d rows".formatted(inputs), "shape " + dims);
        }
        return new Output(head, sequence, weight, dims.getLast(), bias);
    }

    private static Output withBias(Node node, Output output, Constant bias) throws ModelFormatException {
        if (bias.transposed()) {
            throw node.refused("a vector as bias", "a matrix");
        }
        Tensors.requireShape(bias.tensor(), "bias", output.size());
        return new Output(output.head(), output.sequence(), output.weight(), output.size(), bias.tensor());
    }

    private static void requireLast(Node node, long axis) throws ModelFormatException {
        node.requireInteger("axis", 0, axis);
        long[] index = node.constantIntegers(1);
        boolean number = node.input(1) instanceof Constant constant && constant.tensor().getDimsCount() == 0;
        if (!number || index[0] != -1) {
            throw node.refused("index -1, the last step", Arrays.toString(index));
        }
    }
}
