package io.tidecast.topology;

import java.time.Duration;

/// How the state of the series is kept.
///
/// @param snapshotEvery readings of a series from one full snapshot of its state to the next; in between, only the readings
///                      themselves are journalled. 0: by the size of the state, every reading for states of a few KB
/// @param liveBytes     heap that live forecasters of one instance may take, bytes, shared by its tasks; the least recently used
///                      go first and are rebuilt from snapshot and journal when they are needed again
/// @param journal       where the journal is kept
/// @param incompatible  what happens with state that another model has written
/// @param expiry        a series that has been idle for longer, by the clock of its partition, is forgotten; zero: never
public record StateOptions(int snapshotEvery, long liveBytes, Journal journal, Incompatible incompatible,
        Duration expiry) {

    /// Where the journal is kept. It is in its changelog topic in either case.
    public enum Journal {
        /// In memory: faster, but it takes heap, and is read back from its topic at every start.
        MEMORY,
        /// On disk, in RocksDB.
        DISK
    }

    /// What happens with state that another model has written.
    public enum Incompatible {
        /// The start is refused, with what differs.
        REFUSE,
        /// All series begin again.
        RESET
    }

    /// Snapshots by size, 256 MB of live forecasters, journal in memory, no expiry.
    public static final StateOptions DEFAULT = new StateOptions(0, 256L << 20, Journal.MEMORY,
            Incompatible.REFUSE, Duration.ZERO);

    public StateOptions {
        if (snapshotEvery < 0 || snapshotEvery > SeriesStore.MOST_SLOTS) {
            throw new IllegalArgumentException(
                    "snapshotEvery must be from 0 to %d, got %d".formatted(SeriesStore.MOST_SLOTS,
                            snapshotEvery));
        }
        if (liveBytes < 0) {
            throw new IllegalArgumentException("liveBytes must be at least 0, got " + liveBytes);
        }
        InputLimits.requireNotNegative("expiry", expiry);
    }

    /// The same with another distance of the snapshots.
    public StateOptions withSnapshotEvery(int readings) {
        return new StateOptions(readings, liveBytes, journal, incompatible, expiry);
    }

    /// The same with other room for live forecasters.
    public StateOptions withLiveBytes(long bytes) {
        return new StateOptions(snapshotEvery, bytes, journal, incompatible, expiry);
    }

    /// The same with the journal elsewhere.
    public StateOptions withJournal(Journal other) {
        return new StateOptions(snapshotEvery, liveBytes, other, incompatible, expiry);
    }

    /// The same with another answer to state of another model.
    public StateOptions withIncompatible(Incompatible other) {
        return new StateOptions(snapshotEvery, liveBytes, journal, other, expiry);
    }

    /// The same with another expiry.
    public StateOptions withExpiry(Duration idle) {
        return new StateOptions(snapshotEvery, liveBytes, journal, incompatible, idle);
    }
}
