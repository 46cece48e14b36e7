package io.tidecast.connectors.csv;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.tidecast.connectors.reading.InputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of one CSV file, plain or gzip, read as they are asked for.
final class CsvRows implements AutoCloseable {
    /// One row: its cells and the line that it ends on, counted from 1.
    record Row(long line, List<String> cells) {}

    private static final ObjectReader READER = new CsvMapper().readerFor(String[].class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY).with(CsvParser.Feature.TRIM_SPACES)
            .with(CsvParser.Feature.SKIP_EMPTY_LINES);

    private final Path file;
    private final MappingIterator<String[]> rows;
    private final Deque<Row> seenAhead = new ArrayDeque<>();

    private CsvRows(Path file, MappingIterator<String[]> rows) {
        this.file = file;
        this.rows = rows;
    }

    static CsvRows open(Path file) {
        try {
            return new CsvRows(file, READER.readValues(InputFile.bytes(file)));
        } catch (IOException e) {
            throw InputFile.unreadable(file, e);
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
            throw InputFile.unreadable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            rows.close();
        } catch (IOException e) {
            throw InputFile.unreadable(file, e);
        }
    }
}
