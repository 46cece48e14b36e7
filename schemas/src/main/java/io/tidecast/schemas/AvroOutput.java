package io.tidecast.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/// Avro's binary encoding, behind a prefix that names the schema. A union is written as the schemas here have it: null first.
final class AvroOutput implements RecordOutput {
    private static final int NULL = 0;
    private static final int VALUE = 1;
    /// Most forecasts are shorter.
    private static final int USUAL_BYTES = 1024;

    private final Supplier<byte[]> prefix;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_BYTES);
    private final BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);

    /// @param prefix of each record
    AvroOutput(Supplier<byte[]> prefix) {
        this.prefix = prefix;
    }

    @Override
    public <T> byte[] write(T record, Fields<T> fields) {
        try {
            // What is left of a record that could not be written.
            encoder.flush();
            bytes.reset();
            bytes.writeBytes(prefix.get());
            fields.write(this, record);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void text(FieldName name, byte[] utf8) throws IOException {
        // The same as a string: its length and its bytes.
        encoder.writeBytes(utf8);
    }

    @Override
    public void text(FieldName name, String text) throws IOException {
        encoder.writeString(text);
    }

    @Override
    public void time(FieldName name, long millis) throws IOException {
        encoder.writeLong(millis);
    }

    @Override
    public void integer(FieldName name, long value) throws IOException {
        encoder.writeLong(value);
    }

    @Override
    public void number(FieldName name, double value) throws IOException {
        encoder.writeDouble(value);
    }

    @Override
    public void optionalNumber(FieldName name, double value) throws IOException {
        if (Double.isNaN(value)) {
            encoder.writeIndex(NULL);
        } else {
            encoder.writeIndex(VALUE);
            encoder.writeDouble(value);
        }
    }

    @Override
    public void flag(FieldName name, boolean value) throws IOException {
        encoder.writeBoolean(value);
    }

    @Override
    public void symbol(FieldName name, GenericEnumSymbol<?> value) throws IOException {
        encoder.writeEnum(value.getSchema().getEnumOrdinal(value.toString()));
    }

    @Override
    public void absent(FieldName name) throws IOException {
        encoder.writeIndex(NULL);
    }

    @Override
    public <T> void present(FieldName name, T record, Fields<T> fields) throws IOException {
        encoder.writeIndex(VALUE);
        fields.write(this, record);
    }

    @Override
    public <T> void record(FieldName name, T record, Fields<T> fields) throws IOException {
        fields.write(this, record);
    }

    @Override
    public <T> void list(FieldName name, List<T> records, Fields<T> fields) throws IOException {
        encoder.writeArrayStart();
        encoder.setItemCount(records.size());
        for (T record : records) {
            encoder.startItem();
            fields.write(this, record);
        }
        encoder.writeArrayEnd();
    }
}
