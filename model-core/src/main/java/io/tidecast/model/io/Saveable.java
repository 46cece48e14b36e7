package io.tidecast.model.io;

import java.nio.ByteBuffer;

/// State that can be written to a buffer and read back.
public interface Saveable {
    /// The bytes that [#save] writes now.
    int byteSize();

    /// Writes everything that later results depend on.
    ///
    /// @param to little-endian, with room for [#byteSize] bytes; its position moves on
    void save(ByteBuffer to);

    /// Restores what [#save] wrote.
    ///
    /// @param from little-endian; its position moves on
    /// @throws IllegalArgumentException when the bytes cannot be those of this object
    void load(ByteBuffer from);
}
