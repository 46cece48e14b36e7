package io.tidecast.benchmarks.pipeline;

/// What a contender did in one of its turns.
///
/// @param records        taken
/// @param nanos          wall time
/// @param streamNanos    CPU time of the thread that takes the records
/// @param producerNanos  CPU time of the producer's network thread
/// @param processNanos   CPU time of the whole process: also collector, compilers, RocksDB
/// @param brokerNanos    CPU time of the broker's process
/// @param blockedNanos   that the thread that takes the records waited for the broker, by the clock
/// @param changelogBytes sent to changelog topics, compressed as sent
/// @param allocatedBytes by the thread that takes the records
record Window(long records, long nanos, long streamNanos, long producerNanos, long processNanos,
        long brokerNanos, long blockedNanos, double changelogBytes, long allocatedBytes) {
    double recordsPerSecond() {
        return records * 1e9 / nanos;
    }

    /// Of a quantity of the whole window.
    double perRecord(double total) {
        return total / Math.max(1, records);
    }

    /// What was done between two readings of the same counters.
    Window minus(Window start) {
        return new Window(records - start.records, nanos - start.nanos, streamNanos - start.streamNanos,
                producerNanos - start.producerNanos, processNanos - start.processNanos,
                brokerNanos - start.brokerNanos, blockedNanos - start.blockedNanos,
                changelogBytes - start.changelogBytes,
                allocatedBytes - start.allocatedBytes);
    }
}
