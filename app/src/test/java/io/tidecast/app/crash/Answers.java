package io.tidecast.app.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.topology.DeadLetter;
import io.tidecast.v1.Forecast;
import io.tidecast.v1.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Counts the answers, forecasts and dead letters alike, that each reading has got.
final class Answers {
    private final String forecastsTopic;
    private final RecordCodec<Forecast> codec = RecordCodec.forecasts(RecordFormat.JSON);
    private final Map<Source, Integer> counts = new HashMap<>();

    Answers(String forecastsTopic) {
        this.forecastsTopic = forecastsTopic;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
        counts.merge(record.topic().equals(forecastsTopic) ? ofForecast(record) : ofDeadLetter(record), 1,
                Integer::sum);
    }

    /// Readings that have an answer.
    int readings() {
        return counts.size();
    }

    /// Readings that have more than one answer, in words.
    List<String> repeated() {
        return counts.entrySet().stream().filter(entry -> entry.getValue() > 1)
                .map(entry -> "%s: %d answers".formatted(entry.getKey(), entry.getValue())).sorted().toList();
    }

    private Source ofForecast(ConsumerRecord<byte[], byte[]> record) {
        try {
            return codec.decode(record.value()).getSource();
        } catch (BadRecordException e) {
            throw new AssertionError(
                    "%s-%d@%d is no forecast".formatted(record.topic(), record.partition(), record.offset()),
                    e);
        }
    }

    private static Source ofDeadLetter(ConsumerRecord<byte[], byte[]> record) {
        return new Source(header(record, DeadLetter.TOPIC),
                Integer.parseInt(header(record, DeadLetter.PARTITION)),
                Long.parseLong(header(record, DeadLetter.OFFSET)));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
