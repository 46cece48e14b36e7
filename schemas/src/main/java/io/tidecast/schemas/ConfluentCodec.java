package io.tidecast.schemas;

import io.tidecast.schemas.registry.RegistryException;
import io.tidecast.schemas.registry.SchemaRegistry;
import io.tidecast.schemas.registry.UnknownSchemaException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/// `0x00`, the schema's id in four bytes (big-endian), the binary record.
/// Source: Confluent Schema Registry documentation, "Wire format".
final class ConfluentCodec<T extends SpecificRecord> implements RecordCodec<T> {
    static {
        TrustedRecords.ensure();
    }

    private final Schema schema;
    private final SpecificData data;
    private final SchemaRegistry registry;
    private final String subject;
    private final ThreadLocal<Coder> coders = ThreadLocal.withInitial(Coder::new);
    private volatile int id;
    private volatile boolean registered;

    /// @param data  of the generated class, which knows its logical types
    ConfluentCodec(Schema schema, SpecificData data, SchemaRegistry registry, String subject) {
        this.schema = schema;
        this.data = data;
        this.registry = registry;
        this.subject = subject;
    }

    @Override
    public void prepare() {
        if (!registered) {
            id = registry.register(subject, schema);
            registered = true;
        }
    }

    @Override
    public byte[] encode(T value) {
        prepare();
        try {
            return coders.get().encode(value);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("%s must have every field without default set: %s"
                    .formatted(schema.getName(), e.getMessage()), e);
        }
    }

    @Override
    public RecordOutput output() {
        return new AvroOutput(this::frame);
    }

    private byte[] frame() {
        prepare();
        return ByteBuffer.allocate(RegistryFrame.BYTES).put((byte) 0).putInt(id).array();
    }

    @Override
    public T decode(byte[] bytes) throws BadRecordException {
        int writerId = RegistryFrame.id(bytes);
        try {
            Schema writer = registry.byId(writerId);
            return new SpecificDatumReader<T>(writer, schema, data).read(null, DecoderFactory.get()
                    .binaryDecoder(bytes, RegistryFrame.BYTES, bytes.length - RegistryFrame.BYTES, null));
        } catch (UnknownSchemaException e) {
            throw new BadRecordException(String.valueOf(e.getMessage()), e);
        } catch (RegistryException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new BadRecordException("bytes must be one %s of the schema with id %d, got %d bytes: %s"
                    .formatted(schema.getName(), writerId, bytes.length, e.getMessage()), e);
        }
    }

    /// What one thread needs to encode, kept from record to record.
    private final class Coder {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        private final SpecificDatumWriter<T> writer = new SpecificDatumWriter<>(schema, data);

        byte[] encode(T value) throws IOException {
            bytes.reset();
            bytes.writeBytes(frame());
            writer.write(value, encoder);
            encoder.flush();
            return bytes.toByteArray();
        }
    }
}
