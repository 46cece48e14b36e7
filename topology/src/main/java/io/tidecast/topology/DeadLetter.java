package io.tidecast.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/// A record that got no forecast: the original key, value, timestamp and headers, and headers that say why.
///
/// | header | content |
/// |---|---|
/// | `tidecast.reason` | one of [Reason], such as `bad-bytes` |
/// | `tidecast.message` | the rule, what was expected and what came |
/// | `tidecast.field` | the field that failed, where one did |
/// | `tidecast.reading` | which reading of the record it is about, from 0, where the record holds several |
/// | `tidecast.topic`, `tidecast.partition`, `tidecast.offset` | where the record stands |
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

    private DeadLetter() {}

    /// Why a record got no forecast.
    public enum Reason {
        /// The record has no key, so it belongs to no series.
        NULL_KEY,
        /// The record has no value.
        NULL_VALUE,
        /// The bytes are no reading of the topic's format.
        BAD_BYTES,
        /// The reading has none of the fields that are to be forecast.
        MISSING_FIELD,
        /// The value is infinite, not a number, or of absurd magnitude.
        BAD_VALUE,
        /// The time lies outside the years 1 to 9999.
        BAD_TIME,
        /// The series has had a reading of the same time.
        DUPLICATE,
        /// The series has had a reading of a later time.
        LATE,
        /// The series has not had a value yet, so there is nothing to forecast from.
        NO_VALUE_YET,
        /// The model failed on the reading; the series goes on as if the reading had not come.
        UPDATE_FAILED;

        /// As it stands in the header, such as `bad-bytes`.
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// @param number  of the reading within the record; negative: it holds one
    static Record<byte[], byte[]> of(Record<byte[], byte[]> record, RecordMetadata source, int number,
            RejectedException why) {
        Record<byte[], byte[]> letter = of(record, source, why.reason(), String.valueOf(why.getMessage()));
        if (why.field() != null) {
            letter.headers().add(FIELD, why.field().getBytes(UTF_8));
        }
        if (number >= 0) {
            letter.headers().add(READING, Integer.toString(number).getBytes(UTF_8));
        }
        return letter;
    }

    private static Record<byte[], byte[]> of(Record<byte[], byte[]> record, RecordMetadata source,
            Reason reason,
            String message) {
        Record<byte[], byte[]> letter = record.withHeaders(record.headers());
        letter.headers()
                .add(REASON, reason.code().getBytes(UTF_8))
                .add(MESSAGE, message.getBytes(UTF_8))
                .add(TOPIC, source.topic().getBytes(UTF_8))
                .add(PARTITION, Integer.toString(source.partition()).getBytes(UTF_8))
                .add(OFFSET, Long.toString(source.offset()).getBytes(UTF_8));
        return letter;
    }
}
