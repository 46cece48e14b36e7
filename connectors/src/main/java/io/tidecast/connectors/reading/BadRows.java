package io.tidecast.connectors.reading;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Rows that were left out: the first few with file, line and reason, then only their count. One thread reports, others may ask for the count.
public final class BadRows {
    private static final int SHOWN = 10;

    private final Consumer<String> printer;
    private final AtomicLong count = new AtomicLong();

    public BadRows(Consumer<String> printer) {
        this.printer = printer;
    }

    /// Counts one more, and says so if it is one of the first.
    public void report(Path file, long line, String reason) {
        long n = count.incrementAndGet();
        if (n <= SHOWN) {
            printer.accept(file + ":" + line + ": left out: " + reason);
        } else if (n == SHOWN + 1) {
            printer.accept("more rows are left out; only their number is shown at the end");
        }
    }

    public long count() {
        return count.get();
    }
}
