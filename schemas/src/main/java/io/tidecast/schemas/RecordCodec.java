package io.tidecast.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidecast.schemas.registry.RegistryOptions;
import io.tidecast.v1.Event;
import io.tidecast.v1.Forecast;
import io.tidecast.v1.Reading;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/// Turns records into the bytes of one [RecordFormat] and back. Safe for use by several threads.
///
/// @param <T> the record's type, generated from its Avro schema
public interface RecordCodec<T> {
    /// The codec of readings in a format that needs no registry.
    ///
    /// @throws IllegalArgumentException if the format needs one, or is not written
    static RecordCodec<Reading> readings(RecordFormat format) {
        return readings(format, RegistryOptions.NONE, "");
    }

    /// The codec of readings.
    ///
    /// @param registry  for [RecordFormat#AVRO_CONFLUENT]
    /// @param topic     where they stand; its name and `-value` is their subject in the registry
    /// @throws IllegalArgumentException if the registry is missing, or the format is not written
    static RecordCodec<Reading> readings(RecordFormat format, RegistryOptions registry, String topic) {
        return switch (format) {
            case JSON -> JsonCodec.READINGS;
            case AVRO -> new AvroCodec<>(Reading.getClassSchema(), new Reading().getSpecificData(),
                    Reading.getDecoder());
            case AVRO_CONFLUENT -> new ConfluentCodec<>(Reading.getClassSchema(),
                    new Reading().getSpecificData(), registry.client(), topic + "-value");
            case LINE_PROTOCOL, CSV, NUMBER -> throw notWritten(format);
        };
    }

    /// The codec of forecasts in a format that needs no registry.
    ///
    /// @throws IllegalArgumentException if the format needs one, or is not written
    static RecordCodec<Forecast> forecasts(RecordFormat format) {
        return forecasts(format, RegistryOptions.NONE, "");
    }

    /// The codec of forecasts.
    ///
    /// @param registry  for [RecordFormat#AVRO_CONFLUENT]
    /// @param topic     where they stand; its name and `-value` is their subject in the registry
    /// @throws IllegalArgumentException if the registry is missing, or the format is not written
    static RecordCodec<Forecast> forecasts(RecordFormat format, RegistryOptions registry, String topic) {
        return switch (format) {
            case JSON -> new JsonCodec<>(Forecast.getClassSchema(), Forecast::new);
            case AVRO -> new AvroCodec<>(Forecast.getClassSchema(), new Forecast().getSpecificData(),
                    Forecast.getDecoder());
            case AVRO_CONFLUENT -> new ConfluentCodec<>(Forecast.getClassSchema(),
                    new Forecast().getSpecificData(), registry.client(), topic + "-value");
            case LINE_PROTOCOL, CSV, NUMBER -> throw notWritten(format);
        };
    }

    /// The codec of events in a format that needs no registry.
    ///
    /// @throws IllegalArgumentException if the format needs one, or is not written
    static RecordCodec<Event> events(RecordFormat format) {
        return events(format, RegistryOptions.NONE, "");
    }

    /// The codec of events.
    ///
    /// @param registry  for [RecordFormat#AVRO_CONFLUENT]
    /// @param topic     where they stand; its name and `-value` is their subject in the registry
    /// @throws IllegalArgumentException if the registry is missing, or the format is not written
    static RecordCodec<Event> events(RecordFormat format, RegistryOptions registry, String topic) {
        return switch (format) {
            case JSON -> new JsonCodec<>(Event.getClassSchema(), Event::new);
            case AVRO ->
                new AvroCodec<>(Event.getClassSchema(), new Event().getSpecificData(), Event.getDecoder());
            case AVRO_CONFLUENT -> new ConfluentCodec<>(Event.getClassSchema(),
                    new Event().getSpecificData(), registry.client(), topic + "-value");
            case LINE_PROTOCOL, CSV, NUMBER -> throw notWritten(format);
        };
    }

    /// The reading that a JSON object in the form of the contract holds.
    ///
    /// @throws BadRecordException if it is none
    static Reading reading(JsonNode tree) throws BadRecordException {
        return JsonCodec.READINGS.decode(tree);
    }

    /// The 64-bit fingerprint that tells a schema from others (CRC-64-AVRO of its canonical form).
    static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }

    private static IllegalArgumentException notWritten(RecordFormat format) {
        return new IllegalArgumentException(
                "records are written as json, avro or avro-confluent, not as " + format);
    }

    /// Makes ready to encode: what needs a registry registers its schema.
    ///
    /// @throws io.tidecast.schemas.registry.RegistryException if the registry is down or refuses the schema
    default void prepare() {}

    /// The bytes of one record.
    ///
    /// @throws IllegalArgumentException if a field without default is not set
    byte[] encode(T value);

    /// A way to write such records for one thread, from whatever holds their values.
    RecordOutput output();

    /// The record that the bytes hold.
    ///
    /// @throws BadRecordException if the bytes are not one such record
    T decode(byte[] bytes) throws BadRecordException;
}
