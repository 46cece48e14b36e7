package io.tidecast.model.train;

import java.nio.ByteBuffer;

/// Whole arrays to and from a buffer, in the buffer's byte order, moving its position.
final class FloatArrays {
    private FloatArrays() {}

    static void put(float[] from, ByteBuffer to) {
        to.asFloatBuffer().put(from);
        to.position(to.position() + from.length * Float.BYTES);
    }

    static void get(float[] to, ByteBuffer from) {
        from.asFloatBuffer().get(to);
        from.position(from.position() + to.length * Float.BYTES);
    }
}
