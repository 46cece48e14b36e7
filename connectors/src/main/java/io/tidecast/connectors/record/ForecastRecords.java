package io.tidecast.connectors.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.v1.Forecast;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.jspecify.annotations.Nullable;

/// Reads a worker's records of forecasts. What cannot be read goes where the connector's `errors.tolerance` says.
public final class ForecastRecords {
    private final @Nullable ErrantRecordReporter reporter;

    public ForecastRecords(SinkTaskContext context) {
        reporter = context.errantRecordReporter();
    }

    /// The key as text.
    ///
    /// @throws DataException if it is not bytes
    public static String key(SinkRecord record) {
        return new String(bytes("key", record.key()), UTF_8);
    }

    /// The value.
    ///
    /// @throws DataException if it is not bytes
    public static byte[] value(SinkRecord record) {
        return bytes("value", record.value());
    }

    /// The forecast.
    ///
    /// @throws DataException if it is none
    public static Forecast forecast(RecordCodec<Forecast> codec, SinkRecord record) {
        try {
            return codec.decode(value(record));
        } catch (BadRecordException e) {
            throw new DataException("no forecast: " + e.getMessage(), e);
        }
    }

    /// Leaves a record out.
    ///
    /// @throws DataException if the connector does not tolerate that
    public void report(SinkRecord record, RuntimeException reason) {
        if (reporter == null) {
            throw new DataException("record %s-%d@%d: %s".formatted(record.topic(), record.kafkaPartition(),
                    record.kafkaOffset(), reason.getMessage()), reason);
        }
        var _ = reporter.report(record, reason);
    }

    private static byte[] bytes(String part, @Nullable Object content) {
        if (content instanceof byte[] bytes) {
            return bytes;
        }
        throw new DataException(
                "%s must come as bytes (set %s.converter to ByteArrayConverter), got %s".formatted(part,
                        part, content == null ? "null" : content.getClass().getSimpleName()));
    }
}
