package io.tidecast.schemas.feed;

import io.tidecast.schemas.BadRecordException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Records that are text.
final class Lines {
    private static final int MOST_SHOWN = 100;

    private Lines() {}

    /// @throws BadRecordException if the bytes are not UTF-8
    static String text(byte[] bytes) throws BadRecordException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new BadRecordException(
                    "bytes must be UTF-8 text, got %d bytes that are not".formatted(bytes.length),
                    e);
        }
    }

    /// Text for a message, not too long, and nothing that moves a terminal's cursor.
    static String shown(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return "'"
                + (printable.length() > MOST_SHOWN ? printable.substring(0, MOST_SHOWN) + "..." : printable)
                + "'";
    }
}
