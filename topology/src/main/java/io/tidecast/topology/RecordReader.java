package io.tidecast.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.model.forecast.Reading;
import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.feed.FeedEntry;
import io.tidecast.schemas.feed.FeedReader;
import io.tidecast.schemas.feed.SourceRecord;
import io.tidecast.topology.DeadLetter.Reason;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Reads the records of the readings topic in its format, and turns what they hold into what a forecaster takes.
///
/// A record may hold several readings; its series are then in the partition where the record stands.
final class RecordReader {
    private final FeedReader feed;
    private final ReadingMapper mapper;

    RecordReader(ForecastOptions options) {
        feed = new FeedReader(options.readingsFormat(), options.mapping(), options.registry());
        mapper = new ReadingMapper(options.forecaster().fields());
    }

    /// A reading and the series that it belongs to.
    ///
    /// @param hasUnknownFields whether the record has values of fields that the series does not have
    record SeriesReading(Bytes key, Reading reading, boolean hasUnknownFields) {}

    /// What a record with a value holds, in order; each entry is a [SeriesReading] or says why it is none.
    List<FeedEntry> read(Record<byte[], byte[]> record) throws RejectedException {
        return feed.read(new SourceRecord(record.key() == null ? null : new String(record.key(), UTF_8),
                record.value(), record.timestamp(), name -> text(record.headers(), name)));
    }

    /// The reading of one entry.
    ///
    /// @throws RejectedException if it is none that a forecaster takes
    SeriesReading map(FeedEntry entry, Record<byte[], byte[]> record) throws RejectedException {
        return switch (entry) {
            case FeedEntry.Unmapped(BadRecordException why) ->
                throw new RejectedException(reason(why.fault()), why.field(),
                        String.valueOf(why.getMessage()));
            case FeedEntry.KeyedReading keyed -> new SeriesReading(key(keyed.key(), record),
                    mapper.map(keyed.reading(), record.timestamp()),
                    mapper.hasUnknownFields(keyed.reading()));
        };
    }

    private static Bytes key(@Nullable String derived, Record<byte[], byte[]> record)
            throws RejectedException {
        return SeriesKey.of(derived == null ? record.key() : derived.getBytes(UTF_8));
    }

    private static Reason reason(BadRecordException.Fault fault) {
        return switch (fault) {
            case BYTES -> Reason.BAD_BYTES;
            case MISSING_FIELD -> Reason.MISSING_FIELD;
            case VALUE -> Reason.BAD_VALUE;
            case TIME -> Reason.BAD_TIME;
            case KEY -> Reason.NULL_KEY;
        };
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
