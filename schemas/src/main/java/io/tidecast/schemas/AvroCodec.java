package io.tidecast.schemas;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MessageDecoder;
import org.apache.avro.message.MessageEncoder;
import org.apache.avro.specific.SpecificData;

/// Avro single-object encoding, by Avro's own encoder and decoder (both are thread-safe). On hostile bytes the decoder
/// throws many kinds of unchecked exceptions, so all are taken for what they are: bytes that are no such record.
final class AvroCodec<T> implements RecordCodec<T> {
    static {
        TrustedRecords.ensure();
    }

    private static final byte[] MARKER = {(byte) 0xc3, 1};

    private final MessageEncoder<T> encoder;
    private final MessageDecoder<T> decoder;
    private final String name;
    private final long fingerprint;

    /// @param data of the generated class, which knows its logical types
    AvroCodec(Schema schema, SpecificData data, MessageDecoder<T> decoder) {
        // What it gives is its own buffer of the calling thread, copied here once.
        encoder = new BinaryMessageEncoder<>(data, schema, false);
        this.decoder = decoder;
        name = schema.getName();
        fingerprint = RecordCodec.fingerprint(schema);
    }

    @Override
    public byte[] encode(T value) {
        try {
            ByteBuffer buffer = encoder.encode(value);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "%s must have every field without default set: %s".formatted(name, e.getMessage()), e);
        }
    }

    /// Source of the prefix: Avro 1.12 specification, "Single-object encoding".
    @Override
    public RecordOutput output() {
        byte[] prefix = ByteBuffer.allocate(MARKER.length + Long.BYTES).put(MARKER)
                .order(ByteOrder.LITTLE_ENDIAN).putLong(fingerprint).array();
        return new AvroOutput(() -> prefix);
    }

    @Override
    public T decode(byte[] bytes) throws BadRecordException {
        try {
            return decoder.decode(bytes, null);
        } catch (IOException | RuntimeException e) {
            throw new BadRecordException(
                    "bytes must be one %s in Avro single-object encoding of a known schema, got %d bytes: %s"
                            .formatted(name, bytes.length, e.getMessage()),
                    e);
        }
    }
}
