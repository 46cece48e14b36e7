package io.tidecast.connectors.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.connectors.reading.SeriesReading;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.v1.Reading;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;

/// Makes a worker's records of readings: key and value are the bytes that the readings topic takes, the timestamp is the reading's time.
public final class ReadingRecords {
    private final String topic;
    private final RecordCodec<Reading> codec;

    public ReadingRecords(String topic, RecordFormat format) {
        this.topic = topic;
        codec = RecordCodec.readings(format);
    }

    /// One reading.
    ///
    /// @param partition  what the offset is of
    /// @param offset     where to go on after this reading
    public SourceRecord record(Map<String, ?> partition, Map<String, ?> offset, SeriesReading reading) {
        return new SourceRecord(partition, offset, topic, null, Schema.BYTES_SCHEMA,
                reading.key().getBytes(UTF_8), Schema.BYTES_SCHEMA, codec.encode(reading.toReading()),
                reading.time().toEpochMilli());
    }
}
