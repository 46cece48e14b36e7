package io.tidecast.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.topology.DeadLetter.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/// The id of a series: the key of its records, as UTF-8.
final class SeriesKey {
    /// Keys stand in every journal entry, forecast and event.
    static final int LONGEST = 1_024;

    private SeriesKey() {}

    static Bytes of(byte @Nullable [] key) throws RejectedException {
        if (key == null) {
            throw new RejectedException(Reason.NULL_KEY, "the record key must be the series id, got null");
        }
        if (key.length == 0 || key.length > LONGEST) {
            throw new RejectedException(Reason.BAD_KEY,
                    "the record key must have 1 to %d bytes, got %d".formatted(LONGEST, key.length));
        }
        if (!isAscii(key)) {
            requireText(key);
        }
        return Bytes.wrap(key);
    }

    private static boolean isAscii(byte[] key) {
        int all = 0;
        for (byte each : key) {
            all |= each;
        }
        return all >= 0;
    }

    private static void requireText(byte[] key) throws RejectedException {
        try {
            // A decoder of its own: it reports what String would silently replace.
            UTF_8.newDecoder().decode(ByteBuffer.wrap(key));
        } catch (CharacterCodingException e) {
            throw new RejectedException(Reason.BAD_KEY,
                    "the record key must be the series id in UTF-8, got %d bytes that are none"
                            .formatted(key.length));
        }
    }

    static Bytes bytes(String key) {
        return Bytes.wrap(key.getBytes(UTF_8));
    }

    static String text(Bytes key) {
        return new String(key.get(), UTF_8);
    }
}
