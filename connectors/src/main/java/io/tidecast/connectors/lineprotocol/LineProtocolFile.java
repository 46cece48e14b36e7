package io.tidecast.connectors.lineprotocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.connectors.reading.BadRows;
import io.tidecast.connectors.reading.InputFile;
import io.tidecast.connectors.reading.RowSource;
import io.tidecast.connectors.reading.SeriesReading;
import io.tidecast.connectors.reading.TimedRow;
import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.feed.LineProtocolParser;
import io.tidecast.schemas.feed.LineProtocolPoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file of line protocol; a line that cannot be read is reported and left out.
public final class LineProtocolFile implements RowSource {
    private final Path file;
    private final BufferedReader lines;
    private final Precision precision;
    private final BadRows badRows;
    private long number;

    private LineProtocolFile(Path file, BufferedReader lines, Precision precision, BadRows badRows) {
        this.file = file;
        this.lines = lines;
        this.precision = precision;
        this.badRows = badRows;
    }

    /// Opens it.
    ///
    /// @param precision  unit of its timestamps
    public static LineProtocolFile open(Path file, Precision precision, BadRows badRows) {
        try {
            var lines = new BufferedReader(new InputStreamReader(InputFile.bytes(file), UTF_8));
            return new LineProtocolFile(file, lines, precision, badRows);
        } catch (IOException e) {
            throw InputFile.unreadable(file, e);
        }
    }

    @Override
    public @Nullable TimedRow next() {
        for (String line = read(); line != null; line = read()) {
            number++;
            TimedRow row = row(line);
            if (row != null) {
                return row;
            }
        }
        return null;
    }

    private @Nullable TimedRow row(String line) {
        try {
            LineProtocolPoint point = new LineProtocolParser(line).next();
            if (point == null) {
                return null;
            }
            Long timestamp = point.timestamp();
            if (timestamp == null) {
                throw new BadRecordException("a line of a file must have a timestamp, got none");
            }
            Instant time = precision.time(timestamp);
            if (time.toEpochMilli() < 0) {
                throw new BadRecordException(
                        "time %s is before 1970, which Kafka records cannot carry".formatted(time));
            }
            return new TimedRow(time, number, readings(point, time));
        } catch (BadRecordException e) {
            badRows.report(file, number, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /// Of the fields that are numbers; text and booleans are measured by no sensor.
    private List<SeriesReading> readings(LineProtocolPoint point, Instant time) {
        var readings = new ArrayList<SeriesReading>();
        point.fields().forEach((field, value) -> {
            if (value instanceof Number measured) {
                double finite = measured.doubleValue();
                if (Double.isFinite(finite)) {
                    readings.add(new SeriesReading(point.series() + "/" + field, time, finite));
                } else {
                    badRows.report(file, number, "%s must be finite, got %s".formatted(field, value));
                }
            }
        });
        return readings;
    }

    private @Nullable String read() {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw InputFile.unreadable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw InputFile.unreadable(file, e);
        }
    }
}
