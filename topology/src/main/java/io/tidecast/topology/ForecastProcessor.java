package io.tidecast.topology;

import static java.util.Objects.requireNonNull;

import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.Reading;
import io.tidecast.schemas.feed.FeedEntry;
import io.tidecast.topology.DeadLetter.Reason;
import io.tidecast.topology.RecordReader.SeriesReading;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// The way of one reading: check, load, step (score, learn, forecast), keep, forward.
///
/// Every reading of a record is answered once, by a forecast or a dead letter; a record that is no reading but a tombstone or a control
/// record, by an event. Further events may come with it. Nothing here throws for the sake of a record, so nothing that a sender does stops
/// the stream. The output depends on the partition's records alone: no wall clock, no punctuator.
final class ForecastProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private final ForecastTopology.Nodes nodes;
    private final ForecastOptions options;
    private final RecordReader reader;
    private final ForecastWriter writer;
    private final EventWriter events;
    private @Nullable TaskState state;

    /// @param nodes made one of these for each task
    ForecastProcessor(ForecastTopology.Nodes nodes) {
        this.nodes = nodes;
        options = nodes.options();
        reader = new RecordReader(options);
        writer = new ForecastWriter(options);
        events = new EventWriter(options);
    }

    /// Called again on the same object when a task is revived, so all that lives on the heap starts afresh.
    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        close();
        state = TaskState.open(context, nodes);
    }

    @Override
    public void close() {
        if (state != null) {
            state.close();
            state = null;
        }
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        TaskState task = requireNonNull(state);
        task.tally().record();
        RecordMetadata source = context().recordMetadata().orElseThrow();
        task.series().lock().lock();
        try {
            answer(task, record, source);
        } catch (RejectedException e) {
            setAside(task, record, source, -1, e);
        } finally {
            task.series().lock().unlock();
        }
    }

    private void answer(TaskState task, Record<byte[], byte[]> record, RecordMetadata source)
            throws RejectedException {
        requireSize(record);
        Control control = Control.of(record.headers());
        if (control != null) {
            Bytes key = SeriesKey.of(record.key());
            requireObeys(control);
            obey(task, key, control, record);
            event(task, key, control.event().code(), "", control.detail(), record, source);
        } else if (record.value() == null) {
            Bytes key = SeriesKey.of(record.key());
            task.forget(key);
            event(task, key, SeriesEvent.FORGOTTEN.code(), "", "", record, source);
        } else {
            List<FeedEntry> entries = reader.read(record);
            for (int i = 0; i < entries.size(); i++) {
                answer(task, entries.get(i), entries.size() == 1 ? -1 : i, record, source);
            }
        }
    }

    /// @param number of the entry within the record; negative: it is the only one
    private void answer(TaskState task, FeedEntry entry, int number, Record<byte[], byte[]> record,
            RecordMetadata source) {
        try {
            SeriesReading reading = reader.map(entry, record);
            if (reading.hasUnknownFields()) {
                task.tally().unknownField();
            }
            observe(task, reading.key(), reading.reading(), record, source);
        } catch (RejectedException e) {
            setAside(task, record, source, number, e);
        }
    }

    private void setAside(TaskState task, Record<byte[], byte[]> record, RecordMetadata source, int number,
            RejectedException why) {
        task.tally().deadLetter(why.reason());
        context().forward(DeadLetter.of(record, source, number, why, options.limits().maxRecordBytes()),
                ForecastTopology.DEAD_LETTERS_NODE);
    }

    private void requireSize(Record<byte[], byte[]> record) throws RejectedException {
        int size = DeadLetter.size(record);
        if (size > options.limits().maxReadingBytes()) {
            throw new RejectedException(Reason.OVERSIZED,
                    "a reading must have at most %d bytes (reading.max.bytes), got %d"
                            .formatted(options.limits().maxReadingBytes(), size));
        }
    }

    private void requireObeys(Control control) throws RejectedException {
        if (control.kind() == Control.Kind.LEARNING_RATE && options.sharesWeights()) {
            throw new RejectedException(Reason.BAD_CONTROL,
                    "a series can have a learning rate only if it has weights of its own (weights=per-key), got weights=shared");
        }
    }

    /// A series that is told something has been heard of, even if it never has a reading.
    private static void obey(TaskState task, Bytes key, Control control, Record<byte[], byte[]> record) {
        task.series().tell(key, new SeriesInput.Commanded(control));
        PartitionClock clock = task.clock();
        // Its next tick is later than all readings so far; where there were none, the record's time has to do.
        task.expiry().touch(key,
                clock.isKnown() ? clock.millis() + clock.resolution() : record.timestamp());
    }

    private void observe(TaskState task, Bytes key, Reading reading, Record<byte[], byte[]> record,
            RecordMetadata source) throws RejectedException {
        task.clock().check(reading.time());
        if (task.expiry().isExpired(key)) {
            expire(task, key, record, source);
        }
        SeriesStore.Live series = task.series().live(key);
        requireTakes(series.series(), reading);
        // Before the step: one that fails leaves something behind too.
        task.expiry().touch(key, reading.time());
        Forecast forecast = step(task, key, series, reading, record, source);
        task.clock().advance(reading.time());
        for (Bytes idle : task.expiry().expired()) {
            expire(task, idle, record, source);
        }
        if (forecast == null) {
            throw new RejectedException(Reason.NO_VALUE_YET,
                    "the series must have had a value to forecast from, got none so far");
        }
        for (Forecast.Event happened : forecast.events()) {
            event(task, key, ForecasterOptions.id(happened.kind()), happened.field(), happened.detail(),
                    record,
                    source);
        }
        forward(task, key, forecast, record, source);
    }

    private static void requireTakes(Series series, Reading reading) throws RejectedException {
        if (series.isQuarantined()) {
            throw new RejectedException(Reason.QUARANTINED,
                    "the series must be released by a control record 'thaw' or 'reset': its model failed too often in a row");
        }
        long last = series.forecaster().lastTime();
        if (reading.time() == last) {
            throw new RejectedException(Reason.DUPLICATE,
                    "the series has a reading of %s already".formatted(Instant.ofEpochMilli(last)));
        }
        if (reading.time() < last) {
            throw new RejectedException(Reason.LATE,
                    "a reading must be newer than the series' last one of %s, got %s"
                            .formatted(Instant.ofEpochMilli(last), Instant.ofEpochMilli(reading.time())));
        }
    }

    private @Nullable Forecast step(TaskState task, Bytes key, SeriesStore.Live series, Reading reading,
            Record<byte[], byte[]> record, RecordMetadata source) throws RejectedException {
        try {
            return task.series().observe(key, series, reading);
        } catch (UpdateFailedException e) {
            task.series().tell(key, new SeriesInput.Failed());
            if (task.series().live(key).series().isQuarantined()) {
                event(task, key, SeriesEvent.QUARANTINED.code(), "", String.valueOf(e.getMessage()), record,
                        source);
            }
            throw new RejectedException(Reason.UPDATE_FAILED, String.valueOf(e.getMessage()));
        }
    }

    private void forward(TaskState task, Bytes key, Forecast forecast, Record<byte[], byte[]> record,
            RecordMetadata source) throws RejectedException {
        Record<byte[], byte[]> out = writer.write(key, forecast, record, source);
        int size = DeadLetter.size(out);
        if (size > options.limits().maxRecordBytes()) {
            throw new RejectedException(Reason.OVERSIZED_FORECAST,
                    "a forecast must have at most %d bytes (record.max.bytes), got %d"
                            .formatted(options.limits().maxRecordBytes(), size));
        }
        task.tally().forecast(forecast);
        context().forward(out, ForecastTopology.FORECASTS_NODE);
    }

    private void expire(TaskState task, Bytes key, Record<byte[], byte[]> record, RecordMetadata source) {
        task.forget(key);
        event(task, key, SeriesEvent.EXPIRED.code(), "",
                "idle for more than " + options.state().expiry(), record, source);
    }

    private void event(TaskState task, Bytes key, String kind, String field, String detail,
            Record<byte[], byte[]> record, RecordMetadata source) {
        task.tally().event(kind);
        context().forward(events.write(key, kind, field, detail, record, source),
                ForecastTopology.EVENTS_NODE);
    }
}
