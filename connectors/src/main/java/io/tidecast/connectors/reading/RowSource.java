package io.tidecast.connectors.reading;

import org.jspecify.annotations.Nullable;

/// The good rows of one file, in file order.
public interface RowSource extends AutoCloseable {
    /// The next row; null at the end.
    @Nullable
    TimedRow next();

    @Override
    void close();
}
