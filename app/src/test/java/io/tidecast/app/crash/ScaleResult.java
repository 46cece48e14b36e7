package io.tidecast.app.crash;

/// What a [ScaleRun] has shown. Sizes in MB, 1e6 bytes.
///
/// @param planned          of the stores
/// @param readingsPerSecond while all readings that lay ready were answered
/// @param memory           the most that the instances had, together
/// @param brokerMemory     the most that the broker had
/// @param topics           on the broker's disk, changelogs included, compressed
/// @param restart          with the state that is on disk
/// @param restore          from the changelogs alone
record ScaleResult(ScaleSetup setup, double planned, double readingsPerSecond, double memory,
        double brokerMemory, double topics, Start restart, Start restore) {
    /// A start, and one more reading of some series.
    ///
    /// @param running       seconds until all instances have their partitions
    /// @param answered      seconds until those readings are forecast
    /// @param series        that had one
    /// @param withTheirPast of them, those whose forecast knows the reading before
    /// @param stores        on disk
    record Start(double running, double answered, int series, int withTheirPast, double stores) {
        boolean knowsAll() {
            return series == withTheirPast;
        }
    }
}
