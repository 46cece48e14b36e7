package io.tidecast.topology;

import io.tidecast.model.forecast.Forecast;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.v1.Expert;
import io.tidecast.v1.Recent;
import io.tidecast.v1.Resolved;
import io.tidecast.v1.Source;
import io.tidecast.v1.Status;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// Writes a model's forecast as the record of the forecasts topic.
final class ForecastWriter {
    private final RecordCodec<io.tidecast.v1.Forecast> codec;
    private final String model;
    private final double level;

    ForecastWriter(ForecastOptions options) {
        codec = RecordCodec.forecasts(options.forecastsFormat());
        model = options.forecaster().modelId();
        level = options.forecaster().level();
    }

    byte[] write(String key, Forecast forecast, RecordMetadata source) {
        var record = new io.tidecast.v1.Forecast();
        record.setKey(key);
        record.setIssuedAt(Instant.ofEpochMilli(forecast.issuedAt()));
        record.setTargetTime(Instant.ofEpochMilli(forecast.targetTime()));
        record.setHorizon(1);
        record.setValue(forecast.value());
        record.setLower(forecast.lower());
        record.setUpper(forecast.upper());
        record.setLevel(level);
        record.setStatus(Status.valueOf(forecast.status().name()));
        record.setActual(Double.isNaN(forecast.actual()) ? null : forecast.actual());
        record.setResolved(resolved(forecast.resolved()));
        record.setRecent(recent(forecast.recent()));
        record.setExperts(forecast.experts().stream()
                .map(expert -> new Expert(expert.expert().id(), expert.value(), expert.weight()))
                .toList());
        record.setModel(model);
        record.setUpdates(forecast.updates());
        record.setSource(new Source(source.topic(), source.partition(), source.offset()));
        return codec.encode(record);
    }

    private static @Nullable Resolved resolved(Forecast.@Nullable Resolved resolved) {
        return resolved == null
                ? null
                : new Resolved(resolved.value(), resolved.error(), resolved.lastValueError(),
                        resolved.covered());
    }

    private static @Nullable Recent recent(Forecast.@Nullable Recent recent) {
        return recent == null
                ? null
                : new Recent(recent.mae(), recent.lastValueMae(), recent.skill(), recent.coverage());
    }
}
