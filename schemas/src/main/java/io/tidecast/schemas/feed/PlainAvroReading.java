package io.tidecast.schemas.feed;

import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.feed.AvroDocuments.Body;
import io.tidecast.schemas.feed.AvroDocuments.Header;
import io.tidecast.v1.Reading;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.jspecify.annotations.Nullable;

/// A record written with Tidecast's own schema.
final class PlainAvroReading implements PlainReading {
    private static final Schema SCHEMA = Reading.getClassSchema();

    private final Header header;
    private final ThreadLocal<Coder> coders = ThreadLocal.withInitial(Coder::new);

    /// @param header finds the schema
    PlainAvroReading(Header header) {
        this.header = header;
    }

    @Override
    public @Nullable Reading read(byte[] bytes) {
        try {
            Body body = header.read(bytes);
            return body.schema().equals(SCHEMA) ? coders.get().read(bytes, body.from()) : null;
        } catch (BadRecordException e) {
            // Said by the parser of all schemas.
            return null;
        }
    }

    private static final class Coder {
        private final SpecificDatumReader<Reading> reader = new BoundedReader();
        private final BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(new byte[0], null);

        @Nullable
        Reading read(byte[] bytes, int from) {
            try {
                BinaryDecoder in = DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from,
                        decoder);
                Reading reading = reader.read(null, in);
                return in.isEnd() ? reading : null;
            } catch (IOException | RuntimeException e) {
                // On hostile bytes Avro throws many kinds of exceptions; they are said by the parser of all schemas.
                return null;
            }
        }
    }

    /// Takes no room for elements before they have come: a forged count costs nothing.
    private static final class BoundedReader extends SpecificDatumReader<Reading> {
        BoundedReader() {
            super(SCHEMA, SCHEMA, new Reading().getSpecificData());
        }

        @Override
        protected Object newArray(Object old, int size, Schema schema) {
            return super.newArray(old, Math.min(size, AvroDocuments.MOST_AT_FIRST), schema);
        }

        @Override
        protected Object newMap(Object old, int size) {
            return super.newMap(old, Math.min(size, AvroDocuments.MOST_AT_FIRST));
        }
    }
}
