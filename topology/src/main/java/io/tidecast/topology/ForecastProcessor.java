package io.tidecast.topology;

import static java.util.Objects.requireNonNull;

import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecaster;
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
/// Every reading of every record ends as one forecast or one dead letter. Nothing here throws for the sake of a record, so nothing that a
/// sender does stops the stream. The output depends on the partition's records alone: no wall clock, no punctuator.
final class ForecastProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private final ForecastOptions options;
    private final String forecastsNode;
    private final String deadLettersNode;
    private final RecordReader reader;
    private final ForecastWriter writer;
    private @Nullable ForecasterStore forecasters;

    ForecastProcessor(ForecastOptions options, String forecastsNode, String deadLettersNode) {
        this.options = options;
        this.forecastsNode = forecastsNode;
        this.deadLettersNode = deadLettersNode;
        reader = new RecordReader(options);
        writer = new ForecastWriter(options);
    }

    /// Called again on the same object when a task is revived, so all that lives on the heap starts afresh.
    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        super.init(context);
        forecasters = new ForecasterStore(context.getStateStore(ForecastTopology.SNAPSHOTS_STORE),
                context.getStateStore(ForecastTopology.JOURNAL_STORE), options);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata source = context().recordMetadata().orElseThrow();
        try {
            List<FeedEntry> entries = reader.read(record);
            for (int i = 0; i < entries.size(); i++) {
                answer(entries.get(i), entries.size() == 1 ? -1 : i, record, source);
            }
        } catch (RejectedException e) {
            context().forward(DeadLetter.of(record, source, -1, e), deadLettersNode);
        }
    }

    /// @param number  of the entry within the record; negative: it is the only one
    private void answer(FeedEntry entry, int number, Record<byte[], byte[]> record, RecordMetadata source) {
        try {
            SeriesReading reading = reader.map(entry, record);
            Forecast forecast = step(reading.key(), reading.reading());
            context().forward(writer.write(reading.key(), forecast, record, source), forecastsNode);
        } catch (RejectedException e) {
            context().forward(DeadLetter.of(record, source, number, e), deadLettersNode);
        }
    }

    private Forecast step(Bytes key, Reading reading) throws RejectedException {
        Forecaster forecaster = requireNonNull(forecasters).get(key);
        if (reading.time() <= forecaster.lastTime()) {
            throw reading.time() == forecaster.lastTime()
                    ? new RejectedException(Reason.DUPLICATE,
                            "the series has a reading of %s already"
                                    .formatted(Instant.ofEpochMilli(reading.time())))
                    : new RejectedException(Reason.LATE,
                            "a reading must be newer than the series' last one of %s, got %s"
                                    .formatted(Instant.ofEpochMilli(forecaster.lastTime()),
                                            Instant.ofEpochMilli(reading.time())));
        }
        Forecast forecast;
        try {
            forecast = forecaster.step(reading);
        } catch (RuntimeException e) {
            forecasters.discard(key);
            throw new RejectedException(Reason.UPDATE_FAILED, "the model failed on the reading: " + e);
        }
        forecasters.keep(key, forecaster, reading);
        if (forecast == null) {
            throw new RejectedException(Reason.NO_VALUE_YET,
                    "the series must have had a value to forecast from, got none so far");
        }
        return forecast;
    }
}
