package io.tidecast.model.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/// Moves the state of one object into another through its bytes.
final class SavedState {
    private SavedState() {}

    static byte[] of(Consumer<ByteBuffer> save, int byteSize) {
        var bytes = ByteBuffer.allocate(byteSize).order(ByteOrder.LITTLE_ENDIAN);
        save.accept(bytes);
        assertEquals(0, bytes.remaining(), "bytes that were announced but not written");
        return bytes.array();
    }

    static void move(Consumer<ByteBuffer> save, Consumer<ByteBuffer> load, int byteSize) {
        var bytes = ByteBuffer.allocate(byteSize).order(ByteOrder.LITTLE_ENDIAN);
        save.accept(bytes);
        assertEquals(0, bytes.remaining(), "bytes that were announced but not written");
        load.accept(bytes.flip());
        assertEquals(0, bytes.remaining(), "bytes that were written but not read");
    }
}
