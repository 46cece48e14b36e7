package io.tidecast.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.SeriesFields;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.v1.Anomaly;
import io.tidecast.v1.Expert;
import io.tidecast.v1.FieldForecast;
import io.tidecast.v1.HorizonForecast;
import io.tidecast.v1.Interval;
import io.tidecast.v1.Recent;
import io.tidecast.v1.Resolved;
import io.tidecast.v1.Source;
import io.tidecast.v1.Status;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is written value by value has the bytes of the whole record, as Avro's and the JSON codec's encoders write it.
class ForecastWriterTest {
    private static final long T = 1_767_225_600_000L;
    private static final String KEY = "boiler/\"7\" °C";

    private static Forecast.HorizonForecast horizon(int steps, boolean known) {
        return new Forecast.HorizonForecast(steps, T + steps * 60_000L, 61.25 + steps,
                List.of(new Forecast.Interval(0.9, 60.5, 62.1 + steps),
                        new Forecast.Interval(0.5, 61, 61.5)),
                List.of(new Forecast.ExpertForecast(ExpertKind.PERSISTENCE, 61, -0.25),
                        new Forecast.ExpertForecast(ExpertKind.SEASONAL_NAIVE, Double.NaN, 1.25)),
                known ? new Forecast.Resolved(60.75, 0.25, -0.5, true) : null,
                known ? new Forecast.Recent(0.3, 0.6, 0.88) : null);
    }

    private static HorizonForecast written(int steps, boolean known) {
        return new HorizonForecast(steps, Instant.ofEpochMilli(T + steps * 60_000L), 61.25 + steps,
                List.of(new Interval(0.9, 60.5, 62.1 + steps), new Interval(0.5, 61.0, 61.5)),
                List.of(new Expert("persistence", 61.0, -0.25), new Expert("seasonal-naive", null, 1.25)),
                known ? new Resolved(60.75, 0.25, -0.5, true) : null,
                known ? new Recent(0.3, 0.6, 0.5, 0.88) : null);
    }

    /// @param first its first field as it is written
    private static io.tidecast.v1.Forecast record(HorizonForecast first, Status status,
            @Nullable Double actual, @Nullable Anomaly anomaly, List<HorizonForecast> ahead,
            List<FieldForecast> fields, ForecastOptions options) {
        return new io.tidecast.v1.Forecast(KEY, Instant.ofEpochMilli(T), first.getTargetTime(),
                first.getHorizon(), first.getValue(), first.getIntervals().getFirst().getLower(),
                first.getIntervals().getFirst().getUpper(), options.forecaster().level(), status, actual,
                first.getResolved(), first.getRecent(), anomaly, first.getExperts(), first.getIntervals(),
                ahead, fields, options.forecaster().modelId(), 1234L, new Source("readings", 3, 99L));
    }

    private static byte[] write(ForecastWriter writer, Forecast forecast) {
        Bytes key = Bytes.wrap(KEY.getBytes(UTF_8));
        var reading = new Record<>(key.get(), new byte[0], T, new RecordHeaders());
        Record<byte[], byte[]> record = writer.write(key, forecast, reading,
                new ProcessorRecordContext(T, 99, 3, "readings", reading.headers()));
        assertEquals(T, record.timestamp());
        return record.value();
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "AVRO"})
    void seriesOfOneFieldIsWrittenAsItsRecord(RecordFormat format) {
        ForecastOptions options = ForecastOptions.DEFAULT.withFormats(RecordFormat.JSON, format);
        var writer = new ForecastWriter(options);
        var codec = RecordCodec.forecasts(format);
        for (Forecast.Status status : Forecast.Status.values()) {
            var forecast = new Forecast(T,
                    List.of(new Forecast.FieldForecast("value", status, Double.NaN, null,
                            List.of(horizon(1, false)))),
                    1234, List.of());
            assertArrayEquals(codec.encode(record(written(1, false), Status.valueOf(status.name()), null,
                    null, List.of(), List.of(), options)), write(writer, forecast));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JSON", "AVRO"})
    void seriesOfSeveralFieldsIsWrittenAsItsRecord(RecordFormat format) {
        ForecastOptions options = ForecastOptions.DEFAULT.withFormats(RecordFormat.JSON, format)
                .withForecaster(ForecasterOptions.DEFAULT.withFields(
                        new SeriesFields(List.of("temperature", "load"), List.of(), List.of(), List.of())));
        var forecast = new Forecast(T,
                List.of(new Forecast.FieldForecast("temperature", Forecast.Status.OK, 61.0,
                        new Forecast.Anomaly(0.001, true), List.of(horizon(1, true), horizon(2, false))),
                        new Forecast.FieldForecast("load", Forecast.Status.STALE, Double.NaN, null,
                                List.of(horizon(1, false), horizon(2, true)))),
                1234, List.of());
        var fields = List.of(
                new FieldForecast("temperature", Status.OK, 61.0, new Anomaly(0.001, true),
                        List.of(written(1, true), written(2, false))),
                new FieldForecast("load", Status.STALE, null, null,
                        List.of(written(1, false), written(2, true))));
        assertArrayEquals(
                RecordCodec.forecasts(format).encode(record(written(1, true), Status.OK, 61.0,
                        new Anomaly(0.001, true), List.of(written(2, false)), fields, options)),
                write(new ForecastWriter(options), forecast));
    }

    @Test
    void jsonHasNoInfinity() {
        var infinite = new Forecast.HorizonForecast(1, T, Double.POSITIVE_INFINITY,
                horizon(1, false).intervals(), List.of(), null, null);
        var forecast = new Forecast(T, List.of(new Forecast.FieldForecast("value", Forecast.Status.OK, 61,
                null, List.of(infinite))), 1234, List.of());
        var e = assertThrows(IllegalArgumentException.class,
                () -> write(new ForecastWriter(ForecastOptions.DEFAULT), forecast));
        assertEquals("value must be finite, got Infinity", e.getMessage());
    }
}
