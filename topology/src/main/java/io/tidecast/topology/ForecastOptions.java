package io.tidecast.topology;

import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.schemas.feed.ReadingMapping;
import io.tidecast.schemas.registry.RegistryOptions;

/// What a [ForecastTopology] reads, writes and learns with.
///
/// @param topics          where records come from and go to
/// @param readingsFormat  how readings are written
/// @param forecastsFormat how forecasts and events are written
/// @param forecaster      the model of each series
/// @param state           how the state of the series is kept
/// @param limits          what is taken as a reading
/// @param mapping         how the fields of what is sent become readings
/// @param registry        schema registry for [RecordFormat#AVRO_CONFLUENT]
public record ForecastOptions(ForecastTopics topics, RecordFormat readingsFormat,
        RecordFormat forecastsFormat, ForecasterOptions forecaster, StateOptions state, InputLimits limits,
        ReadingMapping mapping, RegistryOptions registry) {

    /// JSON in and out, topics by their default names, the default model.
    public static final ForecastOptions DEFAULT = new ForecastOptions(ForecastTopics.DEFAULT,
            RecordFormat.JSON, RecordFormat.JSON, ForecasterOptions.DEFAULT, StateOptions.DEFAULT,
            InputLimits.DEFAULT, ReadingMapping.DEFAULT, RegistryOptions.NONE);

    public ForecastOptions {
        if (sharesWeights(forecaster) && state.snapshotEvery() > 1) {
            throw new IllegalArgumentException(
                    "snapshotEvery must be 0 or 1 with shared weights, got %d: what a series forecasts depends on the others' readings, so no journal of its own can bring it back"
                            .formatted(state.snapshotEvery()));
        }
        if (!forecastsFormat.isWritten()) {
            throw new IllegalArgumentException(
                    "forecasts are written as json, avro or avro-confluent, not as " + forecastsFormat);
        }
    }

    public String readingsTopic() {
        return topics.readings();
    }

    public String forecastsTopic() {
        return topics.forecasts();
    }

    public String deadLettersTopic() {
        return topics.deadLetters();
    }

    public String eventsTopic() {
        return topics.events();
    }

    /// Whether the series of a partition share weights that learn.
    public boolean sharesWeights() {
        return sharesWeights(forecaster);
    }

    private static boolean sharesWeights(ForecasterOptions forecaster) {
        return forecaster.network().weights() == NetworkSettings.Weights.SHARED
                && forecaster.experts().contains(ExpertKind.RNN);
    }

    /// The same with other topics.
    public ForecastOptions withTopics(ForecastTopics others) {
        return new ForecastOptions(others, readingsFormat, forecastsFormat, forecaster, state, limits,
                mapping, registry);
    }

    /// The same with other record formats.
    public ForecastOptions withFormats(RecordFormat readings, RecordFormat forecasts) {
        return new ForecastOptions(topics, readings, forecasts, forecaster, state, limits, mapping,
                registry);
    }

    /// The same with another model.
    public ForecastOptions withForecaster(ForecasterOptions model) {
        return new ForecastOptions(topics, readingsFormat, forecastsFormat, model, state, limits, mapping,
                registry);
    }

    /// The same with state kept otherwise.
    public ForecastOptions withState(StateOptions other) {
        return new ForecastOptions(topics, readingsFormat, forecastsFormat, forecaster, other, limits,
                mapping, registry);
    }

    /// The same with other limits.
    public ForecastOptions withLimits(InputLimits others) {
        return new ForecastOptions(topics, readingsFormat, forecastsFormat, forecaster, state, others,
                mapping, registry);
    }

    /// The same with another mapping and registry.
    public ForecastOptions withMapping(ReadingMapping fields, RegistryOptions schemas) {
        return new ForecastOptions(topics, readingsFormat, forecastsFormat, forecaster, state, limits, fields,
                schemas);
    }
}
