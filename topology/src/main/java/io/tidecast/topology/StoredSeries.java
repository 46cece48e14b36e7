package io.tidecast.topology;

import io.tidecast.model.forecast.SharedNetwork;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/// The series of one partition as its two stores have them: a snapshot, and the inputs since.
///
/// @param snapshots by the series' keys
/// @param journal   by [#journalKey]
record StoredSeries(ReadOnlyKeyValueStore<Bytes, byte[]> snapshots,
        ReadOnlyKeyValueStore<Bytes, byte[]> journal, ForecastOptions options, Series.Stepping stepping,
        int snapshotEvery) {

    /// A series as of its last snapshot, and what has happened to it since.
    record Past(Series before, List<SeriesInput> since) {
        /// The series as of now.
        Series replayed() {
            since.forEach(before::apply);
            return before;
        }
    }

    StoredSeries(ReadOnlyKeyValueStore<Bytes, byte[]> snapshots, ReadOnlyKeyValueStore<Bytes, byte[]> journal,
            ForecastOptions options, Series.Stepping stepping) {
        this(snapshots, journal, options, stepping, StateSize.snapshotEvery(options));
    }

    /// A series that nothing has happened to.
    ///
    /// @param network that it shares with others; null: none
    Series newSeries(@Nullable SharedNetwork network) {
        return new Series(options.forecaster(), options.limits().quarantineAfter(), stepping, network);
    }

    /// What is known of a series; one that has never been heard of has no snapshot and no past.
    ///
    /// @param network that it shares with others; null: none
    Past past(Bytes key, @Nullable SharedNetwork network) {
        Series series = newSeries(network);
        byte[] snapshot = snapshots.get(key);
        if (snapshot != null) {
            series.restore(snapshot);
        }
        var since = new ArrayList<SeriesInput>();
        for (long next = series.number() + 1;; next++) {
            SeriesInput input = input(key, next);
            if (input == null) {
                return new Past(series, since);
            }
            since.add(input);
        }
    }

    /// The input of a number; null: there is none.
    private @Nullable SeriesInput input(Bytes key, long number) {
        if (snapshotEvery == 1) {
            return null;
        }
        byte[] entry = journal.get(journalKey(key, number));
        if (entry == null) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(entry);
        return in.getLong() == number ? SeriesInput.load(in, options.forecaster().fields()) : null;
    }

    /// Where the input of a number stands: the series' key and two bytes of slot, `number mod snapshotEvery`.
    Bytes journalKey(Bytes key, long number) {
        return slotKey(key, (int) (number % snapshotEvery));
    }

    /// The key of a slot.
    static Bytes slotKey(Bytes key, int slot) {
        byte[] series = key.get();
        byte[] bytes = Arrays.copyOf(series, series.length + Short.BYTES);
        bytes[series.length] = (byte) (slot >>> Byte.SIZE);
        bytes[series.length + 1] = (byte) slot;
        return Bytes.wrap(bytes);
    }
}
