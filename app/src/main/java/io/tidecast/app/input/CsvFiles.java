package io.tidecast.app.input;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Queue;

/// Several CSV files as one feed: merged by time, each file's rows in their own order, one row of each in memory.
public final class CsvFiles implements ReadingSource {
    private record Head(int file, CsvFile rows, CsvFile.TimedRow row) {
        Instant time() {
            return row.time();
        }
    }

    private final List<CsvFile> files = new ArrayList<>();
    private final PriorityQueue<Head> heads = new PriorityQueue<>(
            Comparator.comparing(Head::time).thenComparingInt(Head::file));
    private final Queue<SeriesReading> ready = new ArrayDeque<>();

    private CsvFiles() {}

    /// Opens all files and settles their columns, so that what is wrong with them is said before anything starts.
    public static CsvFiles open(CsvInput input, BadRows badRows) {
        List<String> prefixes = keyPrefixes(input);
        var source = new CsvFiles();
        try {
            for (int i = 0; i < input.files().size(); i++) {
                source.files.add(CsvFile.open(input.files().get(i), input, prefixes.get(i), badRows));
            }
            for (int i = 0; i < source.files.size(); i++) {
                source.push(i, source.files.get(i));
            }
            return source;
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !heads.isEmpty()) {
            Head head = heads.remove();
            ready.addAll(head.row().readings());
            push(head.file(), head.rows());
        }
        return !ready.isEmpty();
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
        files.forEach(CsvFile::close);
    }

    private void push(int number, CsvFile file) {
        CsvFile.TimedRow row = file.next();
        if (row != null) {
            heads.add(new Head(number, file, row));
        }
    }

    /// Several files without a key column would give the same key to different series: their base names keep them apart.
    private static List<String> keyPrefixes(CsvInput input) {
        if (input.files().size() == 1 || !input.key().isEmpty()) {
            return input.files().stream().map(file -> "").toList();
        }
        var seen = new HashSet<String>();
        var prefixes = new ArrayList<String>();
        for (Path file : input.files()) {
            String name = CsvFile.baseName(file);
            if (!seen.add(name)) {
                throw new CommandFailure(ExitCode.USAGE,
                        "two input files are called %s, so their series would share keys; name a key column with --key"
                                .formatted(name));
            }
            prefixes.add(name);
        }
        return prefixes;
    }
}
