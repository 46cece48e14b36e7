package io.tidecast.model.io.onnx;

import com.google.protobuf.ByteString;
import io.tidecast.model.io.onnx.proto.AttributeProto;
import io.tidecast.model.io.onnx.proto.GraphProto;
import io.tidecast.model.io.onnx.proto.NodeProto;
import io.tidecast.model.io.onnx.proto.TensorProto;
import io.tidecast.model.io.onnx.proto.TensorShapeProto;
import io.tidecast.model.io.onnx.proto.TypeProto;
import io.tidecast.model.io.onnx.proto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// Puts an ONNX graph together.
final class GraphBuilder {
    private final GraphProto.Builder graph;

    GraphBuilder(String name) {
        graph = GraphProto.newBuilder().setName(name);
    }

    GraphProto build() {
        return graph.build();
    }

    /// Appends a node that is named after its first output.
    ///
    /// @param inputs an empty name leaves an optional input out
    void node(String operator, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
        graph.addNode(
                NodeProto.newBuilder().setOpType(operator).setName(outputs.getFirst() + "/" + operator)
                        .addAllInput(inputs).addAllOutput(outputs)
                        .addAllAttribute(Arrays.asList(attributes)));
    }

    /// Adds a constant of the given shape and returns its name.
    String floats(String name, float[] values, Integer... shape) {
        var bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        var tensor = TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE)
                .setRawData(ByteString.copyFrom(bytes));
        for (int dimension : shape) {
            tensor.addDims(dimension);
        }
        graph.addInitializer(tensor);
        return name;
    }

    /// Adds a constant vector and returns its name.
    String integers(String name, long... values) {
        var bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        graph.addInitializer(
                TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.INT64_VALUE)
                        .setRawData(ByteString.copyFrom(bytes)).addDims(values.length));
        return name;
    }

    /// Adds a constant number and returns its name.
    String integer(String name, long value) {
        graph.addInitializer(
                TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.INT64_VALUE)
                        .addInt64Data(value));
        return name;
    }

    /// @param shape a number, or a name for a size that is not fixed
    void input(String name, Object... shape) {
        graph.addInput(value(name, shape));
    }

    /// @param shape a number, or a name for a size that is not fixed
    void output(String name, Object... shape) {
        graph.addOutput(value(name, shape));
    }

    static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INT).setI(value)
                .build();
    }

    static AttributeProto attribute(String name, List<Long> values) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS)
                .addAllInts(values).build();
    }

    static AttributeProto attribute(String name, String value) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value)).build();
    }

    static AttributeProto strings(String name, List<String> values) {
        return AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.STRINGS)
                .addAllStrings(values.stream().map(ByteString::copyFromUtf8).toList()).build();
    }

    private static ValueInfoProto value(String name, Object... shape) {
        var dimensions = TensorShapeProto.newBuilder();
        for (var size : shape) {
            var dimension = dimensions.addDimBuilder();
            switch (size) {
                case Integer fixed -> dimension.setDimValue(fixed);
                default -> dimension.setDimParam(size.toString());
            }
        }
        var tensor = TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE)
                .setShape(dimensions);
        return ValueInfoProto.newBuilder().setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor)).build();
    }
}
