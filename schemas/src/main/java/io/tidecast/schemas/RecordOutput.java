package io.tidecast.schemas;

import java.io.IOException;
import java.util.List;
import org.apache.avro.generic.GenericEnumSymbol;

/// Writes records of one type straight into bytes, value by value, without an object for any of them: the same bytes as
/// [RecordCodec#encode] of the record. The caller names the fields in the order of the schema and leaves none out.
///
/// For one thread: what it needs is kept from record to record.
public interface RecordOutput {
    /// What writes the fields of a record.
    ///
    /// @param <T> what holds their values
    interface Fields<T> {
        /// Writes each field once, in the order of the schema.
        ///
        /// @throws IOException of the output's methods
        void write(RecordOutput output, T record) throws IOException;
    }

    /// The record's bytes.
    ///
    /// @param fields writes its fields
    /// @throws IllegalArgumentException if a number is not finite and the format has no way to say it
    <T> byte[] write(T record, Fields<T> fields);

    /// A string, as UTF-8.
    void text(FieldName name, byte[] utf8) throws IOException;

    /// A string.
    void text(FieldName name, String text) throws IOException;

    /// A time.
    ///
    /// @param millis since 1970-01-01T00:00:00Z
    void time(FieldName name, long millis) throws IOException;

    /// An int or a long, which Avro writes alike.
    void integer(FieldName name, long value) throws IOException;

    /// A double.
    void number(FieldName name, double value) throws IOException;

    /// A double or null.
    ///
    /// @param value NaN: null
    void optionalNumber(FieldName name, double value) throws IOException;

    /// A boolean.
    void flag(FieldName name, boolean value) throws IOException;

    /// A value of a generated enum.
    void symbol(FieldName name, GenericEnumSymbol<?> value) throws IOException;

    /// Null, where a record might be.
    void absent(FieldName name) throws IOException;

    /// A record where null might be.
    ///
    /// @param fields writes its fields
    <T> void present(FieldName name, T record, Fields<T> fields) throws IOException;

    /// A record that is always there.
    ///
    /// @param fields writes its fields
    <T> void record(FieldName name, T record, Fields<T> fields) throws IOException;

    /// An array of records.
    ///
    /// @param fields writes the fields of one
    <T> void list(FieldName name, List<T> records, Fields<T> fields) throws IOException;
}
