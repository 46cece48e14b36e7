package io.tidecast.topology;

import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.schemas.RecordFormat;

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
public record ForecastOptions(String readingsTopic, String forecastsTopic, String deadLettersTopic,
        RecordFormat readingsFormat,
        RecordFormat forecastsFormat, ForecasterOptions forecaster, int snapshotEvery, long liveBytes) {

    /// JSON in and out, topics `readings`, `forecasts` and `readings-dlq`, the default model.
    public static final ForecastOptions DEFAULT = new ForecastOptions("readings", "forecasts", "readings-dlq",
            RecordFormat.JSON,
            RecordFormat.JSON, ForecasterOptions.DEFAULT, 64, 256L << 20);

    public ForecastOptions {
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
                liveBytes);
    }

    /// The same with other record formats.
    public ForecastOptions withFormats(RecordFormat readings, RecordFormat forecasts) {
        return new ForecastOptions(readingsTopic, forecastsTopic, deadLettersTopic, readings, forecasts,
                forecaster, snapshotEvery,
                liveBytes);
    }

    /// The same with another model.
    public ForecastOptions withForecaster(ForecasterOptions model) {
        return new ForecastOptions(readingsTopic, forecastsTopic, deadLettersTopic, readingsFormat,
                forecastsFormat, model,
                snapshotEvery, liveBytes);
    }
}
