package io.tidecast.connectors.replay;

import io.tidecast.connectors.reading.InputException;
import io.tidecast.connectors.reading.RowSource;
import io.tidecast.connectors.reading.SeriesReading;
import io.tidecast.connectors.reading.TimedRow;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of a file that are not yet sent. A row that was sent in part comes whole: [#firstReading] says where to go on.
final class ResumedRows implements RowSource {
    private final Path file;
    private final RowSource rows;
    private final FilePosition sent;
    private boolean resumed;

    ResumedRows(Path file, RowSource rows, FilePosition sent) {
        this.file = file;
        this.rows = rows;
        this.sent = sent;
        resumed = sent.equals(FilePosition.START);
    }

    @Override
    public @Nullable TimedRow next() {
        TimedRow row = rows.next();
        long lastLine = 0;
        while (!resumed && row != null && !isUnsent(row)) {
            lastLine = row.line();
            row = rows.next();
        }
        if (!resumed && row == null && lastLine < sent.line()) {
            throw new InputException(InputException.Fault.FILE,
                    "%s must still have the line %d, up to which it was sent, got its end after line %d"
                            .formatted(file, sent.line(), lastLine));
        }
        resumed = true;
        return row;
    }

    /// The number of a row's first reading that is not yet sent, counted from 0.
    int firstReading(TimedRow row) {
        return row.line() == sent.line() ? sent.reading() : 0;
    }

    private boolean isUnsent(TimedRow row) {
        List<SeriesReading> readings = row.readings();
        return row.line() > sent.line() || (row.line() == sent.line() && readings.size() > sent.reading());
    }

    Path file() {
        return file;
    }

    @Override
    public void close() {
        rows.close();
    }
}
