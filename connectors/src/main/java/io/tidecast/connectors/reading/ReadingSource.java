package io.tidecast.connectors.reading;

import java.util.Iterator;

/// Readings in the order in which they are fed: from files or from a simulator.
public interface ReadingSource extends Iterator<SeriesReading>, AutoCloseable {
    @Override
    void close();
}
