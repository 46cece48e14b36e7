package io.tidecast.connectors.reading;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// Several files merged by time: each file's rows in their own order, one row of each in memory.
public final class MergedRows implements AutoCloseable {
    /// A row and which file it is from, counted from 0.
    public record FileRow(int file, TimedRow row) {
        Instant time() {
            return row.time();
        }
    }

    private final List<? extends RowSource> files;
    private final PriorityQueue<FileRow> heads = new PriorityQueue<>(
            Comparator.comparing(FileRow::time).thenComparingInt(FileRow::file));

    /// @param files  closed with this, or by whoever opened them if this cannot read a first row
    public MergedRows(List<? extends RowSource> files) {
        this.files = List.copyOf(files);
        for (int i = 0; i < files.size(); i++) {
            push(i);
        }
    }

    /// The next row of all; null at the end of the last file.
    public @Nullable FileRow next() {
        FileRow head = heads.poll();
        if (head != null) {
            push(head.file());
        }
        return head;
    }

    @Override
    public void close() {
        files.forEach(RowSource::close);
    }

    private void push(int file) {
        TimedRow row = files.get(file).next();
        if (row != null) {
            heads.add(new FileRow(file, row));
        }
    }
}
