package io.tidecast.app.kafka;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.topology.DeadLetter;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.v1.Forecast;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads the forecasts and dead letters of a pipeline from their beginning: committed ones only, each series in order.
public final class AnswerTail implements AutoCloseable {
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final ForecastOptions options;
    private final RecordCodec<Forecast> codec;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /// Opens both topics.
    ///
    /// @param properties  of Kafka's consumer
    public AnswerTail(ForecastOptions options, Map<String, Object> properties) {
        this.options = options;
        codec = RecordCodec.forecasts(options.forecastsFormat(), options.registry(),
                options.forecastsTopic());
        var all = new HashMap<>(properties);
        all.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        consumer = new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = Stream.of(options.forecastsTopic(), options.deadLettersTopic())
                .flatMap(topic -> consumer.partitionsFor(topic).stream()).map(AnswerTail::partition).toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /// What has come since the last call; waits so long for the first.
    public List<Answer> poll(Duration atMost) {
        var answers = new ArrayList<Answer>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(atMost)) {
            answers.add(record.topic().equals(options.forecastsTopic()) ? issued(record) : setAside(record));
        }
        return answers;
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE_LIMIT));
    }

    private Answer issued(ConsumerRecord<byte[], byte[]> record) {
        try {
            return new Answer.Issued(codec.decode(record.value()));
        } catch (BadRecordException e) {
            throw new CommandFailure(ExitCode.FAILED, "%s-%d@%d is no forecast: %s".formatted(record.topic(),
                    record.partition(), record.offset(), e.getMessage()), e);
        }
    }

    private static Answer setAside(ConsumerRecord<byte[], byte[]> record) {
        Header reason = record.headers().lastHeader(DeadLetter.REASON);
        return new Answer.SetAside(text(record.key()), reason == null ? "unknown" : text(reason.value()));
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static TopicPartition partition(PartitionInfo info) {
        return new TopicPartition(info.topic(), info.partition());
    }
}
