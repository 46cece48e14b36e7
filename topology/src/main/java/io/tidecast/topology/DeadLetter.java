package io.tidecast.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Locale;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// A record that got no forecast: the original key, value, timestamp and headers, and headers that say why.
///
/// | header | content |
/// |---|---|
/// | `tidecast.reason` | one of [Reason], such as `bad-bytes` |
/// | `tidecast.message` | the rule, what was expected and what came |
/// | `tidecast.field` | the field that failed, where one did |
/// | `tidecast.reading` | which reading of the record it is about, from 0, where the record holds several |
/// | `tidecast.topic`, `tidecast.partition`, `tidecast.offset` | where the record stands |
/// | `tidecast.cut` | only where the original does not fit into a record: its bytes of key, value and headers; of key and value there is what fits, of the headers nothing |
public final class DeadLetter {
    /// Header with the [Reason].
    public static final String REASON = "tidecast.reason";
    /// Header with the message for a person.
    public static final String MESSAGE = "tidecast.message";
    /// Header with the field that failed; not there when none in particular did.
    public static final String FIELD = "tidecast.field";
    /// Header with the number of the reading within the record, from 0, in decimal; not there when the record holds one.
    public static final String READING = "tidecast.reading";
    /// Header with the topic that the record was read from.
    public static final String TOPIC = "tidecast.topic";
    /// Header with the partition that the record was read from, in decimal.
    public static final String PARTITION = "tidecast.partition";
    /// Header with the offset of the record in its partition, in decimal.
    public static final String OFFSET = "tidecast.offset";

    /// Header that is there when the original did not fit: its size in bytes, in decimal.
    public static final String CUT = "tidecast.cut";

    /// Kept of a key that does not fit.
    private static final int CUT_KEY_BYTES = 1_024;
    /// Room for our own headers and what Kafka has around a record.
    private static final int OWN_BYTES = 4_096;
    private static final int LONGEST_MESSAGE = 1_000;

    private DeadLetter() {}

    /// Why a record got no forecast.
    public enum Reason {
        /// The record has no key, so it belongs to no series.
        NULL_KEY,
        /// The key is empty, longer than 1,024 bytes, or no UTF-8.
        BAD_KEY,
        /// The control header says nothing that is known.
        BAD_CONTROL,
        /// Key, value and headers are larger than a reading may be.
        OVERSIZED,
        /// The bytes are no reading of the topic's format.
        BAD_BYTES,
        /// The reading has none of the fields that are to be forecast.
        MISSING_FIELD,
        /// The value is infinite, not a number, or of absurd magnitude.
        BAD_VALUE,
        /// The time lies outside the years 1 to 9999.
        BAD_TIME,
        /// The time is too far ahead of the partition's clock.
        FUTURE,
        /// The time is too far behind the partition's clock.
        BEYOND_GRACE,
        /// The series has had a reading of the same time.
        DUPLICATE,
        /// The series has had a reading of a later time.
        LATE,
        /// The series has not had a value yet, so there is nothing to forecast from.
        NO_VALUE_YET,
        /// The model failed on the reading; the series goes on as if the reading had not come.
        UPDATE_FAILED,
        /// The series' model failed too often in a row: it gets no more readings until a control record thaws or resets it.
        QUARANTINED,
        /// The reading was learnt from, but its forecast is larger than a record may be.
        OVERSIZED_FORECAST;

        /// As it stands in the header, such as `bad-bytes`.
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// @param number of the reading within the record; negative: it holds one
    static Record<byte[], byte[]> of(Record<byte[], byte[]> record, RecordMetadata source, int number,
            RejectedException why, int maxRecordBytes) {
        Record<byte[], byte[]> letter = of(record, source, why.reason(), String.valueOf(why.getMessage()),
                maxRecordBytes);
        if (why.field() != null) {
            letter.headers().add(FIELD, why.field().getBytes(UTF_8));
        }
        if (number >= 0) {
            letter.headers().add(READING, Integer.toString(number).getBytes(UTF_8));
        }
        return letter;
    }

    private static Record<byte[], byte[]> of(Record<byte[], byte[]> record, RecordMetadata source,
            Reason reason, String message, int maxRecordBytes) {
        int size = size(record);
        Record<byte[], byte[]> letter = size + OWN_BYTES <= maxRecordBytes
                ? record.withHeaders(record.headers())
                : cut(record, size, maxRecordBytes - OWN_BYTES);
        letter.headers()
                .add(REASON, reason.code().getBytes(UTF_8))
                .add(MESSAGE, (message.length() > LONGEST_MESSAGE
                        ? message.substring(0, LONGEST_MESSAGE)
                        : message).getBytes(UTF_8))
                .add(TOPIC, source.topic().getBytes(UTF_8))
                .add(PARTITION, Integer.toString(source.partition()).getBytes(UTF_8))
                .add(OFFSET, Long.toString(source.offset()).getBytes(UTF_8));
        return letter;
    }

    /// Bytes of key, value and headers.
    static int size(Record<byte[], byte[]> record) {
        int size = length(record.key()) + length(record.value());
        for (Header header : record.headers()) {
            size += header.key().length() + length(header.value());
        }
        return size;
    }

    private static Record<byte[], byte[]> cut(Record<byte[], byte[]> record, int size, int room) {
        byte @Nullable [] key = head(record.key(), CUT_KEY_BYTES);
        byte @Nullable [] value = head(record.value(), room - length(key));
        var headers = new RecordHeaders();
        headers.add(CUT, Integer.toString(size).getBytes(UTF_8));
        return new Record<>(key, value, record.timestamp(), headers);
    }

    private static byte @Nullable [] head(byte @Nullable [] bytes, int most) {
        return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
