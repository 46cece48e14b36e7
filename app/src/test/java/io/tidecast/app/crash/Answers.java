package io.tidecast.app.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.topology.DeadLetter;
import io.tidecast.topology.SeriesEvent;
import io.tidecast.v1.Event;
import io.tidecast.v1.Forecast;
import io.tidecast.v1.Source;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Counts the answers, whether forecast, dead letter or event, that each reading has got.
final class Answers {
    /// Events that answer a record of the readings topic, which then gets neither forecast nor dead letter.
    private static final Set<String> ANSWERS = EnumSet
            .complementOf(EnumSet.of(SeriesEvent.EXPIRED, SeriesEvent.QUARANTINED)).stream()
            .map(SeriesEvent::code).collect(Collectors.toUnmodifiableSet());

    private final RecordCodec<Forecast> forecasts = RecordCodec.forecasts(RecordFormat.JSON);
    private final RecordCodec<Event> events = RecordCodec.events(RecordFormat.JSON);
    private final Map<Source, Integer> counts = new HashMap<>();

    void add(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.headers().lastHeader(DeadLetter.REASON) != null) {
                count(ofDeadLetter(record));
            } else if (record.topic().equals(CrashRun.FORECASTS)) {
                count(forecasts.decode(record.value()).getSource());
            } else {
                add(events.decode(record.value()));
            }
        } catch (BadRecordException e) {
            throw new AssertionError("%s-%d@%d is neither forecast nor event".formatted(record.topic(),
                    record.partition(), record.offset()), e);
        }
    }

    private void add(Event event) {
        if (ANSWERS.contains(event.getKind())) {
            count(new Source(event.getTopic(), event.getPartition(), event.getOffset()));
        }
    }

    private void count(Source source) {
        counts.merge(source, 1, Integer::sum);
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

    private static Source ofDeadLetter(ConsumerRecord<byte[], byte[]> record) {
        return new Source(header(record, DeadLetter.TOPIC),
                Integer.parseInt(header(record, DeadLetter.PARTITION)),
                Long.parseLong(header(record, DeadLetter.OFFSET)));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
