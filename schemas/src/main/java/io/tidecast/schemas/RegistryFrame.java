package io.tidecast.schemas;

import java.nio.ByteBuffer;

/// The five bytes before a binary Avro record that say which schema of the registry it was written with.
public final class RegistryFrame {
    /// Length of the frame.
    public static final int BYTES = 1 + Integer.BYTES;

    private RegistryFrame() {}

    /// The schema's id.
    ///
    /// @throws BadRecordException if the bytes do not begin with such a frame
    public static int id(byte[] bytes) throws BadRecordException {
        if (bytes.length < BYTES || bytes[0] != 0) {
            throw new BadRecordException(
                    "bytes must begin with 0x00 and the schema's id in four bytes, got %d bytes%s".formatted(
                            bytes.length,
                            bytes.length == 0 ? "" : " that begin with 0x%02x".formatted(bytes[0])));
        }
        return ByteBuffer.wrap(bytes).getInt(1);
    }
}
