package io.tidecast.connectors.influx;

import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.v1.FieldForecast;
import io.tidecast.v1.Forecast;
import io.tidecast.v1.HorizonForecast;
import io.tidecast.v1.Interval;
import io.tidecast.v1.Source;
import io.tidecast.v1.Status;
import java.time.Instant;
import java.util.List;

/// Forecasts of five past ten, made at ten.
final class SampleForecasts {
    /// Named first: records can be built when their codec is there.
    static final RecordCodec<Forecast> CODEC = RecordCodec.forecasts(RecordFormat.JSON);
    static final Instant TEN = Instant.ofEpochMilli(1_767_607_200_000L);

    private SampleForecasts() {}

    static Forecast.Builder next(String key) {
        return Forecast.newBuilder().setKey(key).setIssuedAt(TEN).setTargetTime(TEN.plusSeconds(300))
                .setHorizon(1)
                .setValue(61.25).setLower(60.5).setUpper(62).setLevel(0.9).setStatus(Status.OK)
                .setActual(61.0)
                .setModel("lstm").setUpdates(7).setSource(new Source("readings", 0, 7L));
    }

    static HorizonForecast ahead(int horizon) {
        return new HorizonForecast(horizon, TEN.plusSeconds(300L * horizon), 60.0 + horizon,
                List.of(new Interval(0.9, 59.0, 65.0), new Interval(0.5, 60.0, 64.0)), List.of(), null, null);
    }

    static FieldForecast field(String name) {
        return new FieldForecast(name, Status.OK, 5.5, null, List.of(ahead(1)));
    }
}
