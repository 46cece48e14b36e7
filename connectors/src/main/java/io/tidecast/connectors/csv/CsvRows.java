package io.tidecast.connectors.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.tidecast.connectors.csv.InputException.Fault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// The rows of one CSV file, plain or gzip (told by its first bytes, not by its name), read as they are asked for.
final class CsvRows implements AutoCloseable {
    /// One row: its cells and the line that it ends on, counted from 1.
    record Row(long line, List<String> cells) {}

    private static final ObjectReader READER = new CsvMapper().readerFor(String[].class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY).with(CsvParser.Feature.TRIM_SPACES)
            .with(CsvParser.Feature.SKIP_EMPTY_LINES);
    private static final int GZIP_MAGIC = 0x1f8b;

    private final Path file;
    private final MappingIterator<String[]> rows;
    private final Deque<Row> seenAhead = new ArrayDeque<>();

    private CsvRows(Path file, MappingIterator<String[]> rows) {
        this.file = file;
        this.rows = rows;
    }

    static CsvRows open(Path file) {
        try {
            return new CsvRows(file, READER.readValues(bytes(file)));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /// The next row; null at the end of the file.
    @Nullable
    Row next() {
        Row row = seenAhead.poll();
        return row != null ? row : read();
    }

    /// The next rows without taking them, at most so many.
    List<Row> peek(int atMost) {
        while (seenAhead.size() < atMost) {
            Row row = read();
            if (row == null) {
                break;
            }
            seenAhead.add(row);
        }
        return List.copyOf(seenAhead);
    }

    private @Nullable Row read() {
        try {
            if (!rows.hasNextValue()) {
                return null;
            }
            var cells = new ArrayList<String>();
            Collections.addAll(cells, rows.nextValue());
            return new Row(rows.getParser().currentTokenLocation().getLineNr(), cells);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            rows.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static InputStream bytes(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a directory");
        }
        var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        in.mark(2);
        int magic = in.read() << 8 | in.read();
        in.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private static InputException unreadable(Path file, IOException e) {
        String reason = switch (e) {
            case NoSuchFileException missing -> "there is no such file";
            case java.nio.file.AccessDeniedException denied -> "permission denied";
            case JsonProcessingException csv -> csv.getOriginalMessage();
            default -> e.getMessage() != null ? e.getMessage() : e.getClass().getSimpleName();
        };
        return new InputException(Fault.FILE, "cannot read %s: %s".formatted(file, reason), e);
    }
}
