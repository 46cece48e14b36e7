package io.tidecast.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecast.FieldForecast;
import io.tidecast.model.forecast.Forecast.HorizonForecast;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.v1.Anomaly;
import io.tidecast.v1.Expert;
import io.tidecast.v1.Interval;
import io.tidecast.v1.Recent;
import io.tidecast.v1.Resolved;
import io.tidecast.v1.Source;
import io.tidecast.v1.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// Writes a model's forecast as the record of the forecasts topic: key = series id, timestamp and headers of the reading's record, and
/// headers that say what is in it before it is decoded.
///
/// | header | content |
/// |---|---|
/// | `tidecast.model` | id of the model, such as `persistence+rls+lstm-h32-k4` |
/// | `tidecast.schema` | CRC-64-AVRO fingerprint of the schema that the forecast is written by, in hexadecimal |
final class ForecastWriter {
    private static final String MODEL = "tidecast.model";
    private static final String SCHEMA = "tidecast.schema";

    private final RecordCodec<io.tidecast.v1.Forecast> codec;
    private final byte[] schema;
    private final String model;
    private final byte[] modelBytes;
    private final double level;
    private final boolean scalar;

    ForecastWriter(ForecastOptions options) {
        codec = RecordCodec.forecasts(options.forecastsFormat(), options.registry(),
                options.forecastsTopic());
        schema = "%016x".formatted(RecordCodec.fingerprint(io.tidecast.v1.Forecast.getClassSchema()))
                .getBytes(UTF_8);
        model = options.forecaster().modelId();
        modelBytes = model.getBytes(UTF_8);
        level = options.forecaster().level();
        scalar = options.forecaster().fields().targets().size() == 1;
    }

    /// @param reading  that the forecast follows
    Record<byte[], byte[]> write(Bytes key, Forecast forecast, Record<byte[], byte[]> reading,
            RecordMetadata source) {
        byte[] value = codec.encode(record(new String(key.get(), UTF_8), forecast, source));
        var record = new Record<>(key.get(), value, reading.timestamp(), reading.headers());
        record.headers().add(MODEL, modelBytes).add(SCHEMA, schema);
        return record;
    }

    private io.tidecast.v1.Forecast record(String key, Forecast forecast, RecordMetadata source) {
        FieldForecast first = forecast.first();
        HorizonForecast next = first.next();
        var record = new io.tidecast.v1.Forecast();
        record.setKey(key);
        record.setIssuedAt(Instant.ofEpochMilli(forecast.issuedAt()));
        record.setTargetTime(Instant.ofEpochMilli(next.targetTime()));
        record.setHorizon(next.horizon());
        record.setValue(next.value());
        record.setLower(next.lower());
        record.setUpper(next.upper());
        record.setLevel(level);
        record.setStatus(status(first));
        record.setActual(known(first.actual()));
        record.setResolved(resolved(next.resolved()));
        record.setRecent(recent(next.recent()));
        record.setAnomaly(anomaly(first.anomaly()));
        record.setExperts(experts(next));
        record.setIntervals(intervals(next));
        List<HorizonForecast> horizons = first.horizons();
        record.setAhead(each(horizons.subList(1, horizons.size()), ForecastWriter::horizon));
        record.setFields(scalar ? List.of() : each(forecast.fields(), ForecastWriter::field));
        record.setModel(model);
        record.setUpdates(forecast.updates());
        record.setSource(new Source(source.topic(), source.partition(), source.offset()));
        return record;
    }

    private static io.tidecast.v1.FieldForecast field(FieldForecast field) {
        return new io.tidecast.v1.FieldForecast(field.field(), status(field),
                known(field.actual()), anomaly(field.anomaly()),
                each(field.horizons(), ForecastWriter::horizon));
    }

    private static Status status(FieldForecast field) {
        return switch (field.status()) {
            case WARMING_UP -> Status.WARMING_UP;
            case OK -> Status.OK;
            case STALE -> Status.STALE;
        };
    }

    private static io.tidecast.v1.HorizonForecast horizon(HorizonForecast horizon) {
        return new io.tidecast.v1.HorizonForecast(horizon.horizon(),
                Instant.ofEpochMilli(horizon.targetTime()), horizon.value(), intervals(horizon),
                experts(horizon), resolved(horizon.resolved()), recent(horizon.recent()));
    }

    private static List<Interval> intervals(HorizonForecast horizon) {
        return each(horizon.intervals(),
                interval -> new Interval(interval.level(), interval.lower(), interval.upper()));
    }

    private static List<Expert> experts(HorizonForecast horizon) {
        return each(horizon.experts(),
                expert -> new Expert(expert.expert().id(), known(expert.value()), expert.weight()));
    }

    /// A stream would cost more than what it carries here.
    private static <F, T> List<T> each(List<F> parts, Function<F, T> written) {
        var all = new ArrayList<T>(parts.size());
        for (F part : parts) {
            all.add(written.apply(part));
        }
        return all;
    }

    private static @Nullable Double known(double value) {
        return Double.isNaN(value) ? null : value;
    }

    private static @Nullable Anomaly anomaly(Forecast.@Nullable Anomaly anomaly) {
        return anomaly == null ? null : new Anomaly(anomaly.probability(), anomaly.flagged());
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
