package io.tidecast.schemas;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.avro.message.MessageDecoder;
import org.apache.avro.message.MessageEncoder;

/// Avro single-object encoding, by Avro's own encoder and decoder (both are thread-safe). On hostile bytes the decoder
/// throws many kinds of unchecked exceptions, so all are taken for what they are: bytes that are no such record.
final class AvroCodec<T> implements RecordCodec<T> {
    static {
        TrustedRecords.ensure();
    }

    private final MessageEncoder<T> encoder;
    private final MessageDecoder<T> decoder;
    private final String name;

    AvroCodec(MessageEncoder<T> encoder, MessageDecoder<T> decoder, String name) {
        this.encoder = encoder;
        this.decoder = decoder;
        this.name = name;
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
