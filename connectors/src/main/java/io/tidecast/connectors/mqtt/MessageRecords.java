package io.tidecast.connectors.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.tidecast.connectors.reading.SeriesReading;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.v1.Reading;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// Makes records of messages.
final class MessageRecords {
    private static final RecordCodec<Reading> CODEC = RecordCodec.readings(RecordFormat.JSON);

    private final MqttSourceOptions options;

    MessageRecords(MqttSourceOptions options) {
        this.options = options;
    }

    /// A record that knows its message, to be acknowledged when Kafka has it. The broker keeps what is not acknowledged: there is no source offset.
    static final class MessageRecord extends SourceRecord {
        private final transient Mqtt5Publish message;

        MessageRecord(Mqtt5Publish message, String topic, String key, byte[] value, Instant time) {
            super(Map.of(), Map.of(), topic, null, Schema.BYTES_SCHEMA, key.getBytes(UTF_8),
                    Schema.BYTES_SCHEMA,
                    value, time.toEpochMilli());
            this.message = message;
        }

        Mqtt5Publish message() {
            return message;
        }
    }

    /// The record of a message; null: its topic does not match the pattern.
    ///
    /// @param arrival  when it came
    @Nullable
    MessageRecord record(Mqtt5Publish message, Instant arrival) {
        String key = options.keys().key(message.getTopic().toString());
        return key == null
                ? null
                : new MessageRecord(message, options.topic(), key,
                        value(message.getPayloadAsBytes(), key, arrival),
                        arrival);
    }

    private byte[] value(byte[] payload, String key, Instant arrival) {
        if (options.numbers()) {
            try {
                double number = Double.parseDouble(new String(payload, UTF_8));
                if (Double.isFinite(number)) {
                    return CODEC.encode(new SeriesReading(key, arrival, number).toReading());
                }
            } catch (NumberFormatException e) {
                // Passed on as it is.
            }
        }
        return payload;
    }
}
