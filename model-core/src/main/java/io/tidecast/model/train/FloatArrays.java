package io.tidecast.model.train;

import java.nio.ByteBuffer;

/// Arrays to and from a buffer, in the buffer's byte order, moving its position.
final class FloatArrays {
    private FloatArrays() {}

    static void put(float[] from, ByteBuffer to) {
        put(from, 0, from.length, to);
    }

    static void put(float[] from, int offset, int count, ByteBuffer to) {
        to.asFloatBuffer().put(from, offset, count);
        to.position(to.position() + count * Float.BYTES);
    }

    static void get(float[] to, ByteBuffer from) {
        get(to, 0, to.length, from);
    }

    static void get(float[] to, int offset, int count, ByteBuffer from) {
        from.asFloatBuffer().get(to, offset, count);
        from.position(from.position() + count * Float.BYTES);
    }
}
