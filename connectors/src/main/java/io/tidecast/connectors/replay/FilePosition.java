package io.tidecast.connectors.replay;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/// How far a file has been sent: the source offset of its partition.
///
/// @param line     the line that the last row ends on, counted from 1; 0: nothing was sent
/// @param reading  how many of that row's readings were sent
record FilePosition(long line, int reading) {
    static final FilePosition START = new FilePosition(0, 0);
    private static final String FILE = "file";
    private static final String LINE = "line";
    private static final String READING = "reading";

    /// The source partition of a file.
    static Map<String, String> partition(Path file) {
        return Map.of(FILE, file.toString());
    }

    /// @throws ConnectException if it is no partition as above
    static void requirePartition(Map<String, ?> partition) {
        if (!(partition.size() == 1 && partition.get(FILE) instanceof String)) {
            throw new ConnectException(
                    "a partition must be {\"file\": \"/absolute/path\"}, got " + partition);
        }
    }

    Map<String, ?> offset() {
        return Map.of(LINE, line, READING, reading);
    }

    /// @param offset  null: nothing was sent
    /// @throws ConnectException if it is no offset as above
    static FilePosition of(@Nullable Map<String, ?> offset) {
        if (offset == null) {
            return START;
        }
        if (offset.get(LINE) instanceof Number line && offset.get(READING) instanceof Number reading
                && line.longValue() >= 0 && reading.intValue() >= 0) {
            return new FilePosition(line.longValue(), reading.intValue());
        }
        throw new ConnectException(
                "an offset must be {\"line\": a line's number, \"reading\": how many of its readings are sent}, got "
                        + offset);
    }
}
