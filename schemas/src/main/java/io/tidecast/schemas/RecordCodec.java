package io.tidecast.schemas;

import io.tidecast.v1.Event;
import io.tidecast.v1.Forecast;
import io.tidecast.v1.Reading;

/// Turns records into the bytes of one [RecordFormat] and back. Safe for use by several threads.
///
/// @param <T> the record's type, generated from its Avro schema
public interface RecordCodec<T> {
    /// The codec of readings.
    static RecordCodec<Reading> readings(RecordFormat format) {
        return switch (format) {
            case JSON -> new JsonCodec<>(Reading.getClassSchema(), Reading::new, "value", "values");
            case AVRO -> new AvroCodec<>(Reading.getEncoder(), Reading.getDecoder(), "Reading");
        };
    }

    /// The codec of forecasts.
    static RecordCodec<Forecast> forecasts(RecordFormat format) {
        return switch (format) {
            case JSON -> new JsonCodec<>(Forecast.getClassSchema(), Forecast::new);
            case AVRO -> new AvroCodec<>(Forecast.getEncoder(), Forecast.getDecoder(), "Forecast");
        };
    }

    /// The codec of events.
    static RecordCodec<Event> events(RecordFormat format) {
        return switch (format) {
            case JSON -> new JsonCodec<>(Event.getClassSchema(), Event::new);
            case AVRO -> new AvroCodec<>(Event.getEncoder(), Event.getDecoder(), "Event");
        };
    }

    /// The bytes of one record.
    ///
    /// @throws IllegalArgumentException if a field without default is not set
    byte[] encode(T value);

    /// The record that the bytes hold.
    ///
    /// @throws BadRecordException if the bytes are not one such record
    T decode(byte[] bytes) throws BadRecordException;
}
