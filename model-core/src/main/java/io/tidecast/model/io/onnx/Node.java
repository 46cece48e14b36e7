package io.tidecast.model.io.onnx;

import io.tidecast.model.io.ModelFormatException;
import io.tidecast.model.io.onnx.proto.AttributeProto;
import io.tidecast.model.io.onnx.proto.AttributeProto.AttributeType;
import io.tidecast.model.io.onnx.proto.NodeProto;
import io.tidecast.model.io.onnx.proto.TensorProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One node of a graph that is read: its inputs' values and its attributes.
final class Node {
    private final NodeProto proto;
    private final List<@Nullable Value> inputs;
    private final Map<String, AttributeProto> attributes = new HashMap<>();

    /// @param inputs their values; null for those that are left out
    Node(NodeProto proto, List<@Nullable Value> inputs) throws ModelFormatException {
        this.proto = proto;
        this.inputs = inputs;
        for (var attribute : proto.getAttributeList()) {
            if (attributes.put(attribute.getName(), attribute) != null) {
                throw refused("each attribute once", attribute.getName() + " twice");
            }
        }
    }

    String operator() {
        return proto.getOpType();
    }

    int inputs() {
        return inputs.size();
    }

    int outputs() {
        return proto.getOutputCount();
    }

    /// The value of an input that must be there.
    Value input(int index) throws ModelFormatException {
        var value = optionalInput(index);
        if (value == null) {
            throw refused("an input " + index, "none");
        }
        return value;
    }

    @Nullable
    Value optionalInput(int index) {
        return index < inputs.size() ? inputs.get(index) : null;
    }

    /// Refuses attributes that are not listed, because what they ask for would be ignored.
    void allowAttributes(String... names) throws ModelFormatException {
        for (String name : attributes.keySet()) {
            if (!List.of(names).contains(name)) {
                throw refused("no attribute but " + List.of(names), name);
            }
        }
    }

    /// Refuses an attribute by name.
    void forbidAttribute(String name) throws ModelFormatException {
        if (attributes.containsKey(name)) {
            throw refused("no attribute " + name, name);
        }
    }

    long integer(String name, long otherwise) throws ModelFormatException {
        var attribute = attribute(name, AttributeType.INT);
        return attribute == null ? otherwise : attribute.getI();
    }

    List<Long> integers(String name, List<Long> otherwise) throws ModelFormatException {
        var attribute = attribute(name, AttributeType.INTS);
        return attribute == null ? otherwise : attribute.getIntsList();
    }

    String string(String name, String otherwise) throws ModelFormatException {
        var attribute = attribute(name, AttributeType.STRING);
        return attribute == null ? otherwise : attribute.getS().toStringUtf8();
    }

    List<String> strings(String name, List<String> otherwise) throws ModelFormatException {
        var attribute = attribute(name, AttributeType.STRINGS);
        return attribute == null
                ? otherwise
                : attribute.getStringsList().stream().map(bytes -> bytes.toStringUtf8()).toList();
    }

    @Nullable
    TensorProto tensor(String name) throws ModelFormatException {
        var attribute = attribute(name, AttributeType.TENSOR);
        return attribute == null ? null : attribute.getT();
    }

    /// Refuses an integer attribute that has another value.
    void requireInteger(String name, long otherwise, long expected) throws ModelFormatException {
        if (integer(name, otherwise) != expected) {
            throw refused(name + "=" + expected, integer(name, otherwise));
        }
    }

    /// Refuses a number that is there and has another value.
    void requireNumber(String name, float expected) throws ModelFormatException {
        var attribute = attribute(name, AttributeType.FLOAT);
        if (attribute != null && attribute.getF() != expected) {
            throw refused(name + "=" + expected, attribute.getF());
        }
    }

    /// The values of an input that must be a constant vector of integers.
    long[] constantIntegers(int index) throws ModelFormatException {
        if (input(index) instanceof Value.Constant constant) {
            return Tensors.integers(constant.tensor());
        }
        throw refused("a constant as input " + index, input(index).describe());
    }

    ModelFormatException refused(String expected, Object got) {
        return new ModelFormatException(
                "%s node '%s' must have %s, got %s".formatted(operator(), proto.getName(), expected, got));
    }

    private @Nullable AttributeProto attribute(String name, AttributeType type) throws ModelFormatException {
        var attribute = attributes.get(name);
        if (attribute != null && attribute.getType() != type) {
            throw refused("attribute " + name + " of type " + type, attribute.getType());
        }
        return attribute;
    }
}
