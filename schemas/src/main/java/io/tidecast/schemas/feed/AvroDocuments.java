package io.tidecast.schemas.feed;

import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.RegistryFrame;
import io.tidecast.schemas.registry.SchemaRegistry;
import io.tidecast.schemas.registry.UnknownSchemaException;
import io.tidecast.v1.Reading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaParseException;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/// Binary Avro records behind a header that says which schema they were written with.
final class AvroDocuments implements DocumentParser {
    /// `0xC3 0x01` and the fingerprint of the schema. Source: Avro specification 1.12, "Single-object encoding".
    private static final int SINGLE_OBJECT_BYTES = 2 + Long.BYTES;
    /// Elements that an array or a map has room for before the first has come.
    static final int MOST_AT_FIRST = 1024;

    private final Header header;

    private AvroDocuments(Header header) {
        this.header = header;
    }

    /// Finds the schema, and where the record begins.
    interface Header {
        Body read(byte[] bytes) throws BadRecordException;
    }

    /// @param from where the record begins
    record Body(Schema schema, int from) {}

    /// Single-object encoding.
    ///
    /// @param files  of the schemas that are known besides Tidecast's own
    /// @throws IllegalArgumentException if one cannot be read
    static AvroDocuments singleObject(List<String> files) {
        var byFingerprint = new HashMap<Long, Schema>();
        add(byFingerprint, Reading.getClassSchema());
        files.forEach(file -> add(byFingerprint, schema(file)));
        return new AvroDocuments(bytes -> singleObject(bytes, byFingerprint));
    }

    private static void add(Map<Long, Schema> byFingerprint, Schema schema) {
        byFingerprint.put(SchemaNormalization.parsingFingerprint64(schema), schema);
    }

    private static Schema schema(String file) {
        try {
            return new Schema.Parser().parse(Files.readString(Path.of(file)));
        } catch (IOException | SchemaParseException e) {
            throw new IllegalArgumentException(
                    "readings.avro.schemas: %s is no Avro schema that can be read: %s".formatted(file,
                            e.getMessage()),
                    e);
        }
    }

    private static Body singleObject(byte[] bytes, Map<Long, Schema> byFingerprint)
            throws BadRecordException {
        if (bytes.length < SINGLE_OBJECT_BYTES || bytes[0] != (byte) 0xC3 || bytes[1] != 1) {
            throw new BadRecordException(
                    "bytes must be one Avro record in single-object encoding, which begins with 0xC3 0x01, got %d bytes"
                            .formatted(bytes.length));
        }
        long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
        Schema schema = byFingerprint.get(fingerprint);
        if (schema == null) {
            throw new BadRecordException(
                    "the record must be of Tidecast's schema or one of readings.avro.schemas, got fingerprint %016x"
                            .formatted(fingerprint));
        }
        return new Body(schema, SINGLE_OBJECT_BYTES);
    }

    /// The five-byte frame of a schema registry.
    static AvroDocuments registered(SchemaRegistry registry) {
        return new AvroDocuments(bytes -> {
            int id = RegistryFrame.id(bytes);
            try {
                return new Body(registry.byId(id), RegistryFrame.BYTES);
            } catch (UnknownSchemaException e) {
                throw new BadRecordException(String.valueOf(e.getMessage()), e);
            }
        });
    }

    /// The same header, for records in Tidecast's own schema.
    PlainReading plain() {
        return new PlainAvroReading(header);
    }

    @Override
    public void parse(SourceRecord record, Documents out) throws BadRecordException {
        byte[] bytes = record.value();
        Body body = header.read(bytes);
        out.add(Document.of(AvroTree.of(read(bytes, body))));
    }

    private static GenericRecord read(byte[] bytes, Body body) throws BadRecordException {
        if (body.schema().getType() != Schema.Type.RECORD) {
            throw new BadRecordException("the schema must be of a record, got " + body.schema().getType());
        }
        try {
            BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, body.from(),
                    bytes.length - body.from(),
                    null);
            GenericRecord record = new BoundedReader(body.schema()).read(null, decoder);
            if (!decoder.isEnd()) {
                throw new IOException("bytes are left over");
            }
            return record;
        } catch (IOException | RuntimeException e) {
            throw new BadRecordException("bytes must be one record of the schema %s, got %d bytes: %s"
                    .formatted(body.schema().getFullName(), bytes.length, e.getMessage()), e);
        }
    }

    /// Takes no room for elements before they have come: a forged count costs nothing.
    private static final class BoundedReader extends GenericDatumReader<GenericRecord> {
        BoundedReader(Schema schema) {
            super(schema);
        }

        @Override
        protected Object newArray(Object old, int size, Schema schema) {
            return super.newArray(old, Math.min(size, MOST_AT_FIRST), schema);
        }

        @Override
        protected Object newMap(Object old, int size) {
            return super.newMap(old, Math.min(size, MOST_AT_FIRST));
        }
    }
}
