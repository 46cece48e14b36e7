package io.tidecast.app.output;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A table of texts, for people.
public final class TextTable {
    private static final int WIDEST = 100;

    private final String[] headers;
    private final List<List<String>> rows = new ArrayList<>();
    private int numbersFrom = Integer.MAX_VALUE;

    public TextTable(String... headers) {
        this.headers = headers.clone();
    }

    /// Adds a row with a cell for each header.
    public TextTable row(String... cells) {
        if (cells.length != headers.length) {
            throw new IllegalArgumentException(
                    "a row must have %d cells, got %d".formatted(headers.length, cells.length));
        }
        rows.add(List.of(cells));
        return this;
    }

    /// Says that this column and those to the right of it are numbers.
    public TextTable numbersFrom(int column) {
        numbersFrom = column;
        return this;
    }

    @Override
    public String toString() {
        return AsciiTable.getTable(AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS, rows,
                IntStream.range(0, headers.length).mapToObj(this::column).toList());
    }

    private ColumnData<List<String>> column(int index) {
        return new Column().header(headers[index]).headerAlign(HorizontalAlign.LEFT)
                .dataAlign(index >= numbersFrom ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT)
                .maxWidth(WIDEST).with(row -> row.get(index));
    }
}
