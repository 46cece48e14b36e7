package io.tidecast.topology;

/// What so many series of a model take: bytes, traffic, time. Computed from the sizes of real states and journal entries; the rates are
/// given.
///
/// @param snapshotBytes    of one series, as it stands in its record
/// @param snapshotEvery    readings from one snapshot to the next
/// @param heapBytes        of one live series
/// @param storeBytes       of one series in the local stores: snapshot, and a journal that is full
/// @param journalHeapBytes of one series, of the latter, where the journal is kept in memory
/// @param changelogBytes   of one series in the changelog topics when they are compacted
/// @param readingBytes     that one reading writes to the changelog topics, on average, uncompressed
/// @param restoreRecords   of one series that a restore reads
public record SizePlan(int snapshotBytes, int snapshotEvery, long heapBytes, long storeBytes,
        long journalHeapBytes, long changelogBytes, double readingBytes, int restoreRecords) {
    /// Around key and value of a record in a large batch: lengths, offset and timestamp as differences, a share of the batch's header.
    public static final int RECORD_OVERHEAD = 12;
    /// Around an entry of the journal in memory: its array's header and padding, and the reference to it.
    private static final int ENTRY_OVERHEAD = 24;
    /// Of a series in it: map entry, key, object, array.
    private static final int SERIES_OVERHEAD = 144;

    /// For series with keys of so many bytes.
    public static SizePlan of(ForecastOptions options, int keyBytes) {
        int snapshot = StateSize.snapshotBytes(options.forecaster());
        int every = StateSize.snapshotEvery(options);
        int entry = Long.BYTES + StateSize.journalBytes(options.forecaster());
        int journalKey = keyBytes + Short.BYTES;
        int slots = every - 1;
        boolean inMemory = options.state().journal() == StateOptions.Journal.MEMORY;
        return new SizePlan(snapshot, every,
                LiveSize.of(options.forecaster()).bytes(snapshot),
                snapshot + keyBytes + (long) slots * (entry + journalKey),
                inMemory && slots > 0
                        ? (long) slots * (entry + ENTRY_OVERHEAD) + keyBytes + SERIES_OVERHEAD
                        : 0,
                snapshot + keyBytes + RECORD_OVERHEAD + (long) slots * (entry + journalKey + RECORD_OVERHEAD),
                (snapshot + keyBytes + RECORD_OVERHEAD
                        + (double) slots * (entry + journalKey + RECORD_OVERHEAD)) / every,
                every);
    }
}
