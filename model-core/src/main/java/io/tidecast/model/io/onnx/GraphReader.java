package io.tidecast.model.io.onnx;

import io.tidecast.model.io.ModelFormatException;
import io.tidecast.model.io.onnx.Value.Constant;
import io.tidecast.model.io.onnx.Value.FinalState;
import io.tidecast.model.io.onnx.Value.Output;
import io.tidecast.model.io.onnx.Value.Sequence;
import io.tidecast.model.io.onnx.Value.Sequence.Axes;
import io.tidecast.model.io.onnx.Value.State;
import io.tidecast.model.io.onnx.proto.GraphProto;
import io.tidecast.model.io.onnx.proto.NodeProto;
import io.tidecast.model.io.onnx.proto.TensorProto;
import io.tidecast.model.io.onnx.proto.ValueInfoProto;
import io.tidecast.model.nn.Head;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Goes through a graph once, in its order, and finds out for each value what part it plays.
///
/// Every node must be one that exporters put around recurrent layers, used as they use it; anything else is refused by
/// name, because leaving it out would give a network with other outputs.
final class GraphReader {
    /// More layers are refused: nodes may share their weights, so that a small file could ask for very much memory.
    private static final int MOST_LAYERS = 64;

    private final Map<String, Value> values = new HashMap<>();

    private GraphReader() {}

    /// What the graph's first output is.
    static Value read(GraphProto graph) throws ModelFormatException {
        var reader = new GraphReader();
        for (var tensor : graph.getInitializerList()) {
            reader.define(tensor.getName(), new Constant(tensor, false));
        }
        reader.inputs(graph);
        for (var node : graph.getNodeList()) {
            reader.node(node);
        }
        if (graph.getOutputCount() == 0) {
            throw new ModelFormatException("the graph must have an output, got none");
        }
        return reader.value(graph.getOutput(0).getName(), "the graph");
    }

    private void inputs(GraphProto graph) throws ModelFormatException {
        boolean first = true;
        for (var input : graph.getInputList()) {
            // Old files list their constants here, too.
            if (!values.containsKey(input.getName())) {
                define(input.getName(), first ? sequence(input) : state(input));
                first = false;
            }
        }
    }

    private static Sequence sequence(ValueInfoProto input) throws ModelFormatException {
        var tensor = input.getType().getTensorType();
        var shape = tensor.getShape().getDimList();
        if (tensor.getElemType() != TensorProto.DataType.FLOAT_VALUE || shape.size() != 3
                || shape.get(2).getDimValue() < 1) {
            throw new ModelFormatException(
                    "input '%s' must be FLOAT with three dimensions, the last of a fixed size; got type %d, %d dimensions"
                            .formatted(input.getName(), tensor.getElemType(), shape.size()));
        }
        return new Sequence(Axes.STEPS_BATCH_SIZE, false, shape.get(2).getDimValue(), List.of());
    }

    private static State state(ValueInfoProto input) {
        var shape = input.getType().getTensorType().getShape();
        boolean fixed = shape.getDimCount() > 0 && shape.getDim(0).getDimValue() > 0;
        return new State(input.getName(), 0, fixed ? shape.getDim(0).getDimValue() : State.ALL);
    }

    private void node(NodeProto proto) throws ModelFormatException {
        String name = "%s node '%s'".formatted(proto.getOpType(), proto.getName());
        if (!proto.getDomain().isEmpty() && !proto.getDomain().equals("ai.onnx")) {
            throw new ModelFormatException(
                    "%s must be a standard operator, got domain %s".formatted(name, proto.getDomain()));
        }
        var inputs = new ArrayList<@Nullable Value>();
        for (String input : proto.getInputList()) {
            inputs.add(input.isEmpty() ? null : value(input, name));
        }
        var node = new Node(proto, inputs);
        var results = results(node);
        for (int i = 0; i < Math.min(results.size(), proto.getOutputCount()); i++) {
            define(proto.getOutput(i), results.get(i));
        }
    }

    private static List<Value> results(Node node) throws ModelFormatException {
        return switch (node.operator()) {
            case "RNN", "GRU", "LSTM" -> recurrent(node);
            case "Split" -> Plumbing.split(node);
            case "MatMul" -> List.of(HeadReader.product(node));
            case "Add" -> List.of(HeadReader.sum(node));
            case "Gemm" -> List.of(HeadReader.gemm(node));
            case "Gather" -> List.of(HeadReader.gather(node));
            case "Transpose" -> List.of(transpose(node));
            case "Reshape" -> List.of(reshape(node));
            case "Squeeze" -> List.of(squeeze(node));
            default -> List.of(Plumbing.result(node));
        };
    }

    private static List<Value> recurrent(Node node) throws ModelFormatException {
        var input = HeadReader.sequence(node, 0);
        if (input.layers().size() == MOST_LAYERS) {
            throw node.refused("at most %d layers below".formatted(MOST_LAYERS - 1), MOST_LAYERS);
        }
        var layer = Layer.read(node, input);
        var layers = new ArrayList<>(input.layers());
        layers.add(layer);
        var y = new Sequence(
                Axes.STEPS_DIRECTION_BATCH_SIZE, input.transposed(), layer.hiddenSize(), List.copyOf(layers));
        // The reverse direction's final state belongs to the first step.
        return List.of(y, new FinalState(layer.directions() == 1 ? y : null), new FinalState(null));
    }

    private static Value transpose(Node node) throws ModelFormatException {
        var order = node.integers("perm", List.of());
        return switch (node.input(0)) {
            case Sequence s when s.axes() == Axes.STEPS_BATCH_SIZE && order.equals(List.of(1L, 0L, 2L)) ->
                s.withTransposed(!s.transposed());
            case Sequence s when s.axes() == Axes.STEPS_DIRECTION_BATCH_SIZE
                    && order.equals(List.of(0L, 2L, 1L, 3L)) ->
                s.withAxes(Axes.STEPS_BATCH_DIRECTION_SIZE, s.size());
            case Output o when o.head() == Head.EVERY_STEP && order.equals(List.of(1L, 0L, 2L)) -> {
                var turned = o.sequence().withTransposed(!o.sequence().transposed());
                yield new Output(o.head(), turned, o.weight(), o.size(), o.bias());
            }
            case Constant c when c.tensor().getDimsCount() == 2
                    && (order.isEmpty() || order.equals(List.of(1L, 0L))) ->
                new Constant(c.tensor(), !c.transposed());
            case FinalState s -> new FinalState(null);
            default -> throw node.refused(
                    "batch and steps, or batch and directions, or a matrix to exchange",
                    "perm %s of %s".formatted(order, node.input(0).describe()));
        };
    }

    private static Value reshape(Node node) throws ModelFormatException {
        node.requireInteger("allowzero", 0, 0);
        if (!(node.input(0) instanceof Sequence s)) {
            return Plumbing.reshape(node);
        }
        long[] shape = node.constantIntegers(1);
        long size = joinedSize(s);
        if (s.axes() == Axes.STEPS_BATCH_DIRECTION_SIZE && shape.length == 3 && shape[0] == 0 && shape[1] == 0
                && (shape[2] == -1 || shape[2] == size)) {
            return s.withAxes(Axes.STEPS_BATCH_SIZE, size);
        }
        throw node.refused(
                "shape [0, 0, %d] for the joined directions of a sequence".formatted(size), s.describe());
    }

    private static Value squeeze(Node node) throws ModelFormatException {
        if (!(node.input(0) instanceof Sequence s)) {
            return Plumbing.reshape(node);
        }
        long[] axes = node.constantIntegers(1);
        if (s.axes() == Axes.STEPS_DIRECTION_BATCH_SIZE && axes.length == 1 && axes[0] == 1
                && s.layers().getLast().directions() == 1) {
            return s.withAxes(Axes.STEPS_BATCH_SIZE, s.size());
        }
        throw node.refused("the axis of one direction to take away", s.describe());
    }

    private static long joinedSize(Sequence s) {
        return s.layers().isEmpty() ? s.size() : s.layers().getLast().directions() * s.size();
    }

    private void define(String name, Value value) throws ModelFormatException {
        if (!name.isEmpty() && values.put(name, value) != null) {
            throw new ModelFormatException("'%s' must be given once, got it twice".formatted(name));
        }
    }

    private Value value(String name, String reader) throws ModelFormatException {
        var value = values.get(name);
        if (value == null) {
            throw new ModelFormatException(
                    "%s reads '%s', which no constant, input or earlier node gives".formatted(reader, name));
        }
        return value;
    }
}
