package io.tidecast.topology;

import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.schemas.feed.ReadingMapping;
import io.tidecast.schemas.registry.RegistryOptions;

/// What a [ForecastTopology] reads, writes and learns with.
///
/// @param readingsTopic    topic that readings come from; record key = series id
/// @param forecastsTopic   topic that forecasts go to, with the key and timestamp of their reading
/// @param deadLettersTopic topic for what is no usable reading; see [DeadLetter]
/// @param readingsFormat   how readings are written
/// @param forecastsFormat  how forecasts are written
/// @param forecaster       the model of each series
/// @param snapshotEvery    readings of a series from one full snapshot of its state to the next; in between, only the
///                         readings themselves are journalled
/// @param liveBytes        heap that live forecasters of one task may take, bytes; the least recently used go first and are
///                         rebuilt from snapshot and journal when they are needed again
/// @param mapping          how the fields of what is sent become readings
/// @param registry         schema registry for [RecordFormat#AVRO_CONFLUENT]
public record ForecastOptions(String readingsTopic, String forecastsTopic, String deadLettersTopic,
        RecordFormat readingsFormat,
        RecordFormat forecastsFormat, ForecasterOptions forecaster, int snapshotEvery, long liveBytes,
        ReadingMapping mapping, RegistryOptions registry) {

    /// JSON in and out, topics `readings`, `forecasts` and `readings-dlq`, the default model.
    public static final ForecastOptions DEFAULT = new ForecastOptions("readings", "forecasts", "readings-dlq",
            RecordFormat.JSON,
            RecordFormat.JSON, ForecasterOptions.DEFAULT, 64, 256L << 20);

    /// Readings as the contract has them, and no registry.
    public ForecastOptions(String readingsTopic, String forecastsTopic, String deadLettersTopic,
            RecordFormat readingsFormat, RecordFormat forecastsFormat, ForecasterOptions forecaster,
            int snapshotEvery, long liveBytes) {
        this(readingsTopic, forecastsTopic, deadLettersTopic, readingsFormat, forecastsFormat, forecaster,
                snapshotEvery, liveBytes, ReadingMapping.DEFAULT, RegistryOptions.NONE);
    }

    public ForecastOptions {
        if (!forecastsFormat.isWritten()) {
            throw new IllegalArgumentException(
                    "forecasts are written as json, avro or avro-confluent, not as " + forecastsFormat);
        }
        if (snapshotEvery < 1 || snapshotEvery > ForecasterStore.MOST_SLOTS) {
            throw new IllegalArgumentException(
                    "snapshotEvery must be from 1 to %d, got %d".formatted(ForecasterStore.MOST_SLOTS,
                            snapshotEvery));
        }
        if (liveBytes < 0) {
            throw new IllegalArgumentException("liveBytes must be at least 0, got " + liveBytes);
        }
    }

    /// The same with other topics.
    public ForecastOptions withTopics(String readings, String forecasts, String deadLetters) {
        return new ForecastOptions(readings, forecasts, deadLetters, readingsFormat, forecastsFormat,
                forecaster, snapshotEvery,
                liveBytes, mapping, registry);
    }

    /// The same with other record formats.
    public ForecastOptions withFormats(RecordFormat readings, RecordFormat forecasts) {
        return new ForecastOptions(readingsTopic, forecastsTopic, deadLettersTopic, readings, forecasts,
                forecaster, snapshotEvery,
                liveBytes, mapping, registry);
    }

    /// The same with another model.
    public ForecastOptions withForecaster(ForecasterOptions model) {
        return new ForecastOptions(readingsTopic, forecastsTopic, deadLettersTopic, readingsFormat,
                forecastsFormat, model,
                snapshotEvery, liveBytes, mapping, registry);
    }

    /// The same with another mapping and registry.
    public ForecastOptions withMapping(ReadingMapping fields, RegistryOptions schemas) {
        return new ForecastOptions(readingsTopic, forecastsTopic, deadLettersTopic, readingsFormat,
                forecastsFormat, forecaster, snapshotEvery, liveBytes, fields, schemas);
    }
}
