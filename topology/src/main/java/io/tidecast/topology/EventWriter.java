package io.tidecast.topology;

import io.tidecast.schemas.RecordCodec;
import io.tidecast.v1.Event;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/// Writes what happens to a series as a record of the events topic.
final class EventWriter {
    private final RecordCodec<Event> codec;

    EventWriter(ForecastOptions options) {
        codec = RecordCodec.events(options.forecastsFormat(), options.registry(), options.eventsTopic());
    }

    /// @param key    of the series
    /// @param cause  the record at which it happened
    /// @param source where that stands
    Record<byte[], byte[]> write(Bytes key, String kind, String field, String detail,
            Record<byte[], byte[]> cause, RecordMetadata source) {
        var event = new Event(SeriesKey.text(key), Instant.ofEpochMilli(cause.timestamp()), kind, field,
                detail,
                source.topic(), source.partition(), source.offset());
        return new Record<>(key.get(), codec.encode(event), cause.timestamp(), new RecordHeaders());
    }
}
