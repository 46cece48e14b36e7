package io.tidecast.model.io.onnx;

import io.tidecast.model.io.ModelFormatException;
import io.tidecast.model.io.onnx.proto.TensorProto;
import io.tidecast.model.io.onnx.proto.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// Constants of an ONNX file, which are believed only after their values have been counted.
final class Tensors {
    /// Axes, bounds and shapes have no more elements than this.
    private static final int MOST_INTEGERS = 16;

    private Tensors() {}

    /// The values of a FLOAT tensor, row-major.
    static float[] floats(TensorProto tensor) throws ModelFormatException {
        requireFloats(tensor);
        if (tensor.getRawData().isEmpty()) {
            var values = new float[tensor.getFloatDataCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = tensor.getFloatData(i);
            }
            return values;
        }
        var values = new float[tensor.getRawData().size() / Float.BYTES];
        raw(tensor).asFloatBuffer().get(values);
        return values;
    }

    /// Checks, without copying anything, that a tensor is FLOAT and has exactly its shape's number of values.
    static void requireFloats(TensorProto tensor) throws ModelFormatException {
        requireStored(tensor, DataType.FLOAT_VALUE, Float.BYTES, tensor.getFloatDataCount());
    }

    /// The values of a small INT64 tensor.
    static long[] integers(TensorProto tensor) throws ModelFormatException {
        requireStored(tensor, DataType.INT64_VALUE, Long.BYTES, tensor.getInt64DataCount());
        int size = tensor.getRawData().isEmpty()
                ? tensor.getInt64DataCount()
                : tensor.getRawData().size() / Long.BYTES;
        if (size > MOST_INTEGERS) {
            throw new ModelFormatException(
                    "constant '%s' must have at most %d values to serve as axes, bounds or shape, got %d"
                            .formatted(tensor.getName(), MOST_INTEGERS, size));
        }
        if (tensor.getRawData().isEmpty()) {
            return tensor.getInt64DataList().stream().mapToLong(Long::longValue).toArray();
        }
        var values = new long[size];
        raw(tensor).asLongBuffer().get(values);
        return values;
    }

    static boolean isFloat(TensorProto tensor) {
        return tensor.getDataType() == DataType.FLOAT_VALUE;
    }

    static boolean isZero(TensorProto tensor) throws ModelFormatException {
        if (!isFloat(tensor)) {
            return false;
        }
        for (float value : floats(tensor)) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    static void requireShape(TensorProto tensor, String what, Long... expected) throws ModelFormatException {
        if (!tensor.getDimsList().equals(Arrays.asList(expected))) {
            throw new ModelFormatException(
                    "%s '%s' must have shape %s, got %s".formatted(
                            what, tensor.getName(), Arrays.asList(expected), tensor.getDimsList()));
        }
        requireFloats(tensor);
    }

    private static void requireStored(TensorProto tensor, int type, int bytes, int listed)
            throws ModelFormatException {
        if (tensor.getDataLocationValue() != TensorProto.DataLocation.DEFAULT_VALUE) {
            throw new ModelFormatException(
                    "constant '%s' must be stored in the file, got external data"
                            .formatted(tensor.getName()));
        }
        if (tensor.getDataType() != type) {
            throw new ModelFormatException(
                    "constant '%s' must be of type %s, got %s".formatted(
                            tensor.getName(), DataType.forNumber(type), typeName(tensor.getDataType())));
        }
        long size = size(tensor.getDimsList());
        long stored = (long) listed + tensor.getRawData().size() / bytes;
        boolean mixed = listed > 0 && !tensor.getRawData().isEmpty();
        if (size != stored || mixed || tensor.getRawData().size() % bytes != 0) {
            throw new ModelFormatException(
                    "constant '%s' of shape %s must have %d values of %d bytes, got %d values and %d bytes"
                            .formatted(
                                    tensor.getName(), tensor.getDimsList(), size, bytes, listed,
                                    tensor.getRawData().size()));
        }
    }

    /// The product of the dimensions; if it is beyond any file, just something that is, too.
    private static long size(List<Long> dimensions) {
        long size = 1;
        for (long dimension : dimensions) {
            if (dimension < 0 || dimension > Integer.MAX_VALUE || size > Integer.MAX_VALUE) {
                return Long.MAX_VALUE;
            }
            size *= dimension;
        }
        return size;
    }

    private static String typeName(int type) {
        var known = DataType.forNumber(type);
        return known == null ? Integer.toString(type) : known.toString();
    }

    private static ByteBuffer raw(TensorProto tensor) {
        return tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
}
