package io.tidecast.app.tail;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.v1.Forecast;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// Reads committed forecasts as they come, of all partitions and as a member of no group.
public final class ForecastTail implements AutoCloseable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final ForecastOptions options;
    private final RecordCodec<Forecast> codec;
    private final byte @Nullable [] key;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /// Begins with the oldest forecasts, or with those that come after this call.
    ///
    /// @param properties of Kafka's consumer
    /// @param key        series to read; null: all
    public ForecastTail(ForecastOptions options, Map<String, Object> properties, @Nullable String key,
            boolean fromBeginning) {
        this.options = options;
        this.key = key == null ? null : key.getBytes(UTF_8);
        codec = RecordCodec.forecasts(options.forecastsFormat(), options.registry(),
                options.forecastsTopic());
        var all = new HashMap<>(properties);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        consumer = new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            begin(fromBeginning);
        } catch (KafkaException e) {
            consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
            throw refused(e);
        }
    }

    private void begin(boolean fromBeginning) {
        List<TopicPartition> partitions = consumer.partitionsFor(options.forecastsTopic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition())).toList();
        consumer.assign(partitions);
        if (fromBeginning) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
        }
        // Seeking is lazy: what comes from here on is new.
        partitions.forEach(consumer::position);
    }

    /// What has come since the last call; waits so long for the first.
    public List<Forecast> poll(Duration atMost) {
        var forecasts = new ArrayList<Forecast>();
        try {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
                if (key == null || Arrays.equals(key, record.key())) {
                    forecasts.add(decode(record));
                }
            }
        } catch (KafkaException e) {
            throw refused(e);
        }
        return forecasts;
    }

    private Forecast decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return codec.decode(record.value());
        } catch (BadRecordException e) {
            throw new CommandFailure(ExitCode.FAILED,
                    "%s-%d@%d is no forecast in the format of forecasts.format: %s".formatted(record.topic(),
                            record.partition(), record.offset(), e.getMessage()),
                    e);
        }
    }

    private CommandFailure refused(KafkaException e) {
        return new CommandFailure(ExitCode.ENVIRONMENT,
                "cannot read topic %s: %s".formatted(options.forecastsTopic(), e.getMessage()), e);
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_LIMIT));
    }
}
