package io.tidecast.schemas.feed;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.tidecast.schemas.BadRecordException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// Lines of comma-separated values (RFC 4180) without a header line; the columns' names are configured. An empty cell is a missing value.
final class CsvDocuments implements DocumentParser {
    private final List<String> columns;
    private final ObjectReader rows;

    CsvDocuments(List<String> columns, char separator) {
        this.columns = columns;
        rows = new CsvMapper().enable(CsvParser.Feature.WRAP_AS_ARRAY).enable(CsvParser.Feature.TRIM_SPACES)
                .readerFor(String[].class)
                .with(CsvSchema.emptySchema().withColumnSeparator(separator));
    }

    @Override
    public void parse(SourceRecord record, Documents out) throws BadRecordException {
        String text = Lines.text(record.value());
        try (MappingIterator<String[]> lines = rows.readValues(text)) {
            while (lines.hasNextValue()) {
                String[] cells = lines.nextValue();
                if (Stream.of(cells).allMatch(String::isEmpty)) {
                    continue;
                }
                add(cells, out);
            }
        } catch (IOException | RuntimeException e) {
            throw new BadRecordException(
                    "bytes must be lines of comma-separated values, got %s".formatted(Lines.shown(text)), e);
        }
    }

    private void add(String[] cells, Documents out) {
        if (cells.length != columns.size()) {
            out.refuse(new BadRecordException(
                    "a line must have the columns %s, got %d cells: %s".formatted(columns,
                            cells.length, Lines.shown(String.join(",", cells)))));
            return;
        }
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < cells.length; i++) {
            tree.put(columns.get(i), cells[i].isEmpty() ? null : cells[i]);
        }
        out.add(Document.of(tree));
    }
}
