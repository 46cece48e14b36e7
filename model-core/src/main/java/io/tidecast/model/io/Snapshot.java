package io.tidecast.model.io;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// A saved state in a frame that tells damage from truth, little-endian:
///
/// | bytes | what |
/// |---|---|
/// | 4 | `TIDE` |
/// | 4 | version of the frame, 1 |
/// | 4 | length of the state |
/// | 4 | CRC-32C of the state |
/// | … | the state, as [Saveable#save] writes it |
public final class Snapshot {
    private static final int MAGIC = 0x45444954;
    private static final int VERSION = 1;
    private static final int HEADER = 4 * Integer.BYTES;

    private Snapshot() {}

    /// The framed state.
    public static byte[] of(Saveable state) {
        int length = state.byteSize();
        var frame = ByteBuffer.allocate(HEADER + length).order(ByteOrder.LITTLE_ENDIAN);
        frame.putInt(MAGIC).putInt(VERSION).putInt(length).position(HEADER);
        state.save(frame);
        return frame.putInt(3 * Integer.BYTES, checksum(frame.array())).array();
    }

    /// Restores a framed state.
    ///
    /// @throws ModelFormatException when the bytes are not a whole, undamaged snapshot of such a state; where they
    ///                              are those of another, what the object then holds is undefined
    public static void restore(byte[] bytes, Saveable state) throws ModelFormatException {
        var frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < HEADER || frame.getInt() != MAGIC) {
            throw new ModelFormatException("a snapshot must begin with TIDE and its header of 16 bytes");
        }
        int version = frame.getInt();
        int length = frame.getInt();
        int checksum = frame.getInt();
        if (version != VERSION) {
            throw new ModelFormatException(
                    "a snapshot must be of version %d, got %d".formatted(VERSION, version));
        }
        if (length != bytes.length - HEADER) {
            throw new ModelFormatException("the state must have %d bytes, as the header says, got %d"
                    .formatted(length, bytes.length - HEADER));
        }
        if (checksum != checksum(bytes)) {
            throw new ModelFormatException(
                    "the state's CRC-32C must be %08x, got %08x".formatted(checksum, checksum(bytes)));
        }
        try {
            state.load(frame);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new ModelFormatException("the state must fit the object that takes it: " + e, e);
        }
        if (frame.hasRemaining()) {
            throw new ModelFormatException(
                    "the state must fit the object that takes it: it has %d bytes too many"
                            .formatted(frame.remaining()));
        }
    }

    private static int checksum(byte[] frame) {
        var crc = new CRC32C();
        crc.update(frame, HEADER, frame.length - HEADER);
        return (int) crc.getValue();
    }
}
