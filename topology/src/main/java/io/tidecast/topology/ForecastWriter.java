package io.tidecast.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecast.FieldForecast;
import io.tidecast.model.forecast.Forecast.HorizonForecast;
import io.tidecast.schemas.FieldName;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordOutput;
import io.tidecast.schemas.RecordOutput.Fields;
import io.tidecast.v1.Status;
import java.io.IOException;
import java.util.List;
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
    private static final String MODEL_HEADER = "tidecast.model";
    private static final String SCHEMA_HEADER = "tidecast.schema";

    private static final FieldName KEY = new FieldName("key");
    private static final FieldName ISSUED_AT = new FieldName("issuedAt");
    private static final FieldName TARGET_TIME = new FieldName("targetTime");
    private static final FieldName HORIZON = new FieldName("horizon");
    private static final FieldName VALUE = new FieldName("value");
    private static final FieldName LOWER = new FieldName("lower");
    private static final FieldName UPPER = new FieldName("upper");
    private static final FieldName LEVEL = new FieldName("level");
    private static final FieldName STATUS = new FieldName("status");
    private static final FieldName ACTUAL = new FieldName("actual");
    private static final FieldName RESOLVED = new FieldName("resolved");
    private static final FieldName ERROR = new FieldName("error");
    private static final FieldName LAST_VALUE_ERROR = new FieldName("lastValueError");
    private static final FieldName COVERED = new FieldName("covered");
    private static final FieldName RECENT = new FieldName("recent");
    private static final FieldName MAE = new FieldName("mae");
    private static final FieldName LAST_VALUE_MAE = new FieldName("lastValueMae");
    private static final FieldName SKILL = new FieldName("skill");
    private static final FieldName COVERAGE = new FieldName("coverage");
    private static final FieldName ANOMALY = new FieldName("anomaly");
    private static final FieldName PROBABILITY = new FieldName("probability");
    private static final FieldName FLAGGED = new FieldName("flagged");
    private static final FieldName EXPERTS = new FieldName("experts");
    private static final FieldName NAME = new FieldName("name");
    private static final FieldName WEIGHT = new FieldName("weight");
    private static final FieldName INTERVALS = new FieldName("intervals");
    private static final FieldName AHEAD = new FieldName("ahead");
    private static final FieldName FIELDS = new FieldName("fields");
    private static final FieldName FIELD = new FieldName("field");
    private static final FieldName HORIZONS = new FieldName("horizons");
    private static final FieldName MODEL = new FieldName("model");
    private static final FieldName UPDATES = new FieldName("updates");
    private static final FieldName SOURCE = new FieldName("source");
    private static final FieldName TOPIC = new FieldName("topic");
    private static final FieldName PARTITION = new FieldName("partition");
    private static final FieldName OFFSET = new FieldName("offset");

    private final RecordOutput output;
    private final byte[] schema;
    private final byte[] model;
    private final double level;
    private final boolean scalar;

    ForecastWriter(ForecastOptions options) {
        output = RecordCodec.forecasts(options.forecastsFormat(), options.registry(),
                options.forecastsTopic()).output();
        schema = "%016x".formatted(RecordCodec.fingerprint(io.tidecast.v1.Forecast.getClassSchema()))
                .getBytes(UTF_8);
        model = options.forecaster().modelId().getBytes(UTF_8);
        level = options.forecaster().level();
        scalar = options.forecaster().fields().targets().size() == 1;
    }

    /// @param reading  that the forecast follows
    Record<byte[], byte[]> write(Bytes key, Forecast forecast, Record<byte[], byte[]> reading,
            RecordMetadata source) {
        byte[] value = output.write(forecast, (out, all) -> record(out, key, all, source));
        var record = new Record<>(key.get(), value, reading.timestamp(), reading.headers());
        record.headers().add(MODEL_HEADER, model).add(SCHEMA_HEADER, schema);
        return record;
    }

    private void record(RecordOutput out, Bytes key, Forecast forecast, RecordMetadata source)
            throws IOException {
        FieldForecast first = forecast.first();
        HorizonForecast next = first.next();
        out.text(KEY, key.get());
        out.time(ISSUED_AT, forecast.issuedAt());
        out.time(TARGET_TIME, next.targetTime());
        out.integer(HORIZON, next.horizon());
        out.number(VALUE, next.value());
        out.number(LOWER, next.lower());
        out.number(UPPER, next.upper());
        out.number(LEVEL, level);
        out.symbol(STATUS, status(first));
        out.optionalNumber(ACTUAL, first.actual());
        optional(out, RESOLVED, next.resolved(), ForecastWriter::resolved);
        optional(out, RECENT, next.recent(), ForecastWriter::recent);
        optional(out, ANOMALY, first.anomaly(), ForecastWriter::anomaly);
        out.list(EXPERTS, next.experts(), ForecastWriter::expert);
        out.list(INTERVALS, next.intervals(), ForecastWriter::interval);
        List<HorizonForecast> horizons = first.horizons();
        out.list(AHEAD, horizons.subList(1, horizons.size()), ForecastWriter::horizon);
        out.list(FIELDS, scalar ? List.of() : forecast.fields(), ForecastWriter::field);
        out.text(MODEL, model);
        out.integer(UPDATES, forecast.updates());
        out.record(SOURCE, source, ForecastWriter::source);
    }

    private static void field(RecordOutput out, FieldForecast field) throws IOException {
        out.text(FIELD, field.field());
        out.symbol(STATUS, status(field));
        out.optionalNumber(ACTUAL, field.actual());
        optional(out, ANOMALY, field.anomaly(), ForecastWriter::anomaly);
        out.list(HORIZONS, field.horizons(), ForecastWriter::horizon);
    }

    private static Status status(FieldForecast field) {
        return switch (field.status()) {
            case WARMING_UP -> Status.WARMING_UP;
            case OK -> Status.OK;
            case STALE -> Status.STALE;
        };
    }

    private static void horizon(RecordOutput out, HorizonForecast horizon) throws IOException {
        out.integer(HORIZON, horizon.horizon());
        out.time(TARGET_TIME, horizon.targetTime());
        out.number(VALUE, horizon.value());
        out.list(INTERVALS, horizon.intervals(), ForecastWriter::interval);
        out.list(EXPERTS, horizon.experts(), ForecastWriter::expert);
        optional(out, RESOLVED, horizon.resolved(), ForecastWriter::resolved);
        optional(out, RECENT, horizon.recent(), ForecastWriter::recent);
    }

    private static <T> void optional(RecordOutput out, FieldName name, @Nullable T part, Fields<T> fields)
            throws IOException {
        if (part == null) {
            out.absent(name);
        } else {
            out.present(name, part, fields);
        }
    }

    private static void expert(RecordOutput out, Forecast.ExpertForecast expert) throws IOException {
        out.text(NAME, expert.expert().id());
        out.optionalNumber(VALUE, expert.value());
        out.number(WEIGHT, expert.weight());
    }

    private static void interval(RecordOutput out, Forecast.Interval interval) throws IOException {
        out.number(LEVEL, interval.level());
        out.number(LOWER, interval.lower());
        out.number(UPPER, interval.upper());
    }

    private static void anomaly(RecordOutput out, Forecast.Anomaly anomaly) throws IOException {
        out.number(PROBABILITY, anomaly.probability());
        out.flag(FLAGGED, anomaly.flagged());
    }

    private static void resolved(RecordOutput out, Forecast.Resolved resolved) throws IOException {
        out.number(VALUE, resolved.value());
        out.number(ERROR, resolved.error());
        out.number(LAST_VALUE_ERROR, resolved.lastValueError());
        out.flag(COVERED, resolved.covered());
    }

    private static void recent(RecordOutput out, Forecast.Recent recent) throws IOException {
        out.number(MAE, recent.mae());
        out.number(LAST_VALUE_MAE, recent.lastValueMae());
        out.number(SKILL, recent.skill());
        out.number(COVERAGE, recent.coverage());
    }

    private static void source(RecordOutput out, RecordMetadata source) throws IOException {
        out.text(TOPIC, source.topic());
        out.integer(PARTITION, source.partition());
        out.integer(OFFSET, source.offset());
    }
}
