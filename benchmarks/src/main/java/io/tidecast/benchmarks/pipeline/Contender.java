package io.tidecast.benchmarks.pipeline;

import java.time.Duration;

/// Something that takes readings, and stands still but for its own windows, so that several can take turns in one process.
interface Contender extends AutoCloseable {
    String name();

    /// Takes readings for so long, but not many more than so many: those that lie ready must last for all turns.
    Window run(Duration length, long mostRecords);

    @Override
    void close();
}
