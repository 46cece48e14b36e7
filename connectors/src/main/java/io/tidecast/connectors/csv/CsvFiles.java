package io.tidecast.connectors.csv;

import io.tidecast.connectors.reading.BadRows;
import io.tidecast.connectors.reading.InputException;
import io.tidecast.connectors.reading.InputException.Fault;
import io.tidecast.connectors.reading.MergedRows;
import io.tidecast.connectors.reading.ReadingSource;
import io.tidecast.connectors.reading.RowSource;
import io.tidecast.connectors.reading.SeriesReading;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;

/// Several CSV files as one feed, merged by time.
public final class CsvFiles implements ReadingSource {
    private final MergedRows rows;
    private final Queue<SeriesReading> ready = new ArrayDeque<>();

    private CsvFiles(MergedRows rows) {
        this.rows = rows;
    }

    /// Opens all files and settles their columns, so that what is wrong with them is said before anything starts.
    public static CsvFiles open(CsvInput input, BadRows badRows) {
        List<RowSource> files = openEach(input, input.files().size() > 1, badRows);
        try {
            return new CsvFiles(new MergedRows(files));
        } catch (RuntimeException e) {
            files.forEach(RowSource::close);
            throw e;
        }
    }

    /// The same, each file by itself.
    ///
    /// @param byFile  whether the keys of files without a key column begin with the file's name
    public static List<RowSource> openEach(CsvInput input, boolean byFile, BadRows badRows) {
        List<String> prefixes = keyPrefixes(input, byFile);
        var files = new ArrayList<RowSource>();
        try {
            for (int i = 0; i < input.files().size(); i++) {
                files.add(CsvFile.open(input.files().get(i), input, prefixes.get(i), badRows));
            }
            return files;
        } catch (RuntimeException e) {
            files.forEach(RowSource::close);
            throw e;
        }
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty()) {
            MergedRows.FileRow next = rows.next();
            if (next == null) {
                return false;
            }
            ready.addAll(next.row().readings());
        }
        return true;
    }

    @Override
    public SeriesReading next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    @Override
    public void close() {
        rows.close();
    }

    /// Several files without a key column would give the same key to different series: their base names keep them apart.
    private static List<String> keyPrefixes(CsvInput input, boolean byFile) {
        if (!byFile || !input.key().isEmpty()) {
            return input.files().stream().map(file -> "").toList();
        }
        var seen = new HashSet<String>();
        var prefixes = new ArrayList<String>();
        for (Path file : input.files()) {
            String name = CsvFile.baseName(file);
            if (!seen.add(name)) {
                throw new InputException(Fault.OPTIONS,
                        "two input files are called %s, so their series would share keys; name a key column with %s"
                                .formatted(name, input.option("key")));
            }
            prefixes.add(name);
        }
        return prefixes;
    }
}
