package io.tidecast.schemas;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.apache.avro.generic.GenericEnumSymbol;

/// Plain JSON as [JsonCodec] says.
final class JsonOutput implements RecordOutput {
    private final JsonFactory factory;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(JsonWriter.USUAL_BYTES);
    private JsonGenerator json;

    /// @param factory whose generators put nothing between one root value and the next
    JsonOutput(JsonFactory factory) {
        this.factory = factory;
        json = newGenerator();
    }

    private JsonGenerator newGenerator() {
        try {
            return factory.createGenerator(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public <T> byte[] write(T record, Fields<T> fields) {
        bytes.reset();
        try {
            object(record, fields);
            json.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            // The generator stands within the record.
            json = newGenerator();
            throw e;
        }
    }

    @Override
    public void text(FieldName name, byte[] utf8) throws IOException {
        json.writeFieldName(name.quoted());
        json.writeUTF8String(utf8, 0, utf8.length);
    }

    @Override
    public void text(FieldName name, String text) throws IOException {
        json.writeFieldName(name.quoted());
        json.writeString(text);
    }

    @Override
    public void time(FieldName name, long millis) throws IOException {
        text(name, Instant.ofEpochMilli(millis).toString());
    }

    @Override
    public void integer(FieldName name, long value) throws IOException {
        json.writeFieldName(name.quoted());
        json.writeNumber(value);
    }

    @Override
    public void number(FieldName name, double value) throws IOException {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("%s must be finite, got %s".formatted(name, value));
        }
        json.writeFieldName(name.quoted());
        json.writeNumber(value);
    }

    @Override
    public void optionalNumber(FieldName name, double value) throws IOException {
        if (Double.isNaN(value)) {
            absent(name);
        } else {
            number(name, value);
        }
    }

    @Override
    public void flag(FieldName name, boolean value) throws IOException {
        json.writeFieldName(name.quoted());
        json.writeBoolean(value);
    }

    @Override
    public void symbol(FieldName name, GenericEnumSymbol<?> value) throws IOException {
        text(name, value.toString());
    }

    @Override
    public void absent(FieldName name) throws IOException {
        json.writeFieldName(name.quoted());
        json.writeNull();
    }

    @Override
    public <T> void present(FieldName name, T record, Fields<T> fields) throws IOException {
        record(name, record, fields);
    }

    @Override
    public <T> void record(FieldName name, T record, Fields<T> fields) throws IOException {
        json.writeFieldName(name.quoted());
        object(record, fields);
    }

    /// An empty one is left out.
    @Override
    public <T> void list(FieldName name, List<T> records, Fields<T> fields) throws IOException {
        if (records.isEmpty()) {
            return;
        }
        json.writeFieldName(name.quoted());
        json.writeStartArray();
        for (T record : records) {
            object(record, fields);
        }
        json.writeEndArray();
    }

    private <T> void object(T record, Fields<T> fields) throws IOException {
        json.writeStartObject();
        fields.write(this, record);
        json.writeEndObject();
    }
}
