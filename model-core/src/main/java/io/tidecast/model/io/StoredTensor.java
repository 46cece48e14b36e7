package io.tidecast.model.io;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// An array of numbers of one type, as it lies in a file.
///
/// @param dataType of every value
/// @param shape    its dimensions, row-major; empty for a single number
/// @param data     the values, little-endian, from the buffer's position to its limit; not copied
public record StoredTensor(DataType dataType, List<Integer> shape, ByteBuffer data) {
    /// What a value is, by the name that safetensors gives it; the narrower first.
    public enum DataType {
        /// IEEE 754 binary32, a `float`.
        F32(Float.BYTES),
        /// IEEE 754 binary64, a `double`.
        F64(Double.BYTES);

        private final int bytes;

        DataType(int bytes) {
            this.bytes = bytes;
        }

        /// The number of bytes of one value.
        public int bytes() {
            return bytes;
        }
    }

    public StoredTensor {
        shape = List.copyOf(shape);
        data = data.slice().asReadOnlyBuffer();
        long bytes = byteLength(dataType, shape);
        if (data.remaining() != bytes) {
            throw new IllegalArgumentException(
                    "%s of shape %s must have %d bytes, got %d"
                            .formatted(dataType, shape, bytes, data.remaining()));
        }
    }

    /// A copy of `values` as [DataType#F32].
    public static StoredTensor of(List<Integer> shape, float... values) {
        var data = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return new StoredTensor(DataType.F32, shape, data);
    }

    /// A copy of `values` as [DataType#F64].
    public static StoredTensor of(List<Integer> shape, double... values) {
        var data = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        data.asDoubleBuffer().put(values);
        return new StoredTensor(DataType.F64, shape, data);
    }

    /// The number of values.
    public int size() {
        return data.remaining() / dataType.bytes();
    }

    /// The values, row-major; those of [DataType#F64] are rounded to the nearest `float`.
    public float[] toFloats() {
        var values = new float[size()];
        switch (dataType) {
            case F32 -> littleEndian().asFloatBuffer().get(values);
            case F64 -> {
                var doubles = littleEndian().asDoubleBuffer();
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) doubles.get(i);
                }
            }
        }
        return values;
    }

    /// The number of bytes that a tensor has.
    ///
    /// @throws IllegalArgumentException when a dimension is negative or the number exceeds a `long`
    static long byteLength(DataType dataType, List<Integer> shape) {
        long bytes = dataType.bytes();
        for (int dimension : shape) {
            if (dimension < 0 || Math.multiplyHigh(bytes, dimension) != 0 || bytes * dimension < 0) {
                throw new IllegalArgumentException(
                        "shape must have dimensions of at least 0 whose product fits, got " + shape);
            }
            bytes *= dimension;
        }
        return bytes;
    }

    // A slice of a buffer forgets its byte order.
    private ByteBuffer littleEndian() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }
}
