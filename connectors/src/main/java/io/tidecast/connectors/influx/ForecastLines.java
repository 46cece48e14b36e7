package io.tidecast.connectors.influx;

import io.tidecast.v1.FieldForecast;
import io.tidecast.v1.Forecast;
import io.tidecast.v1.HorizonForecast;
import io.tidecast.v1.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a forecast as lines: one for each field and horizon at the time that is forecast, and one for each reading that came.
/// Tags stand in the order of their names, as InfluxDB asks for. Source: InfluxDB 2 documentation, "Line protocol".
///
/// @param measurement  of forecasts
/// @param actual       of readings; empty: none
record ForecastLines(String measurement, String actual) {
    List<String> of(Forecast forecast) {
        var lines = new ArrayList<String>();
        if (forecast.getFields().isEmpty()) {
            lines.add(
                    line(forecast, null, forecast.getHorizon(), forecast.getTargetTime(), forecast.getValue(),
                            new Interval(forecast.getLevel(), forecast.getLower(), forecast.getUpper())));
            forecast.getAhead().forEach(ahead -> lines.add(line(forecast, null, ahead)));
            addActual(lines, forecast, null, forecast.getActual());
        }
        for (FieldForecast field : forecast.getFields()) {
            field.getHorizons().forEach(ahead -> lines.add(line(forecast, field.getField(), ahead)));
            addActual(lines, forecast, field.getField(), field.getActual());
        }
        return lines;
    }

    private String line(Forecast forecast, @Nullable String field, HorizonForecast ahead) {
        Interval interval = ahead.getIntervals().isEmpty() ? null : ahead.getIntervals().getFirst();
        return line(forecast, field, ahead.getHorizon(), ahead.getTargetTime(), ahead.getValue(), interval);
    }

    private String line(Forecast forecast, @Nullable String field, int horizon, Instant time, double value,
            @Nullable Interval interval) {
        var line = new StringBuilder(measurement(measurement));
        if (field != null) {
            line.append(",field=").append(tag(field));
        }
        line.append(",horizon=").append(horizon).append(",key=").append(tag(forecast.getKey()));
        line.append(" value=").append(value);
        if (interval != null) {
            line.append(",lower=").append(interval.getLower()).append(",upper=").append(interval.getUpper())
                    .append(",level=").append(interval.getLevel());
        }
        line.append(",issued_at=").append(forecast.getIssuedAt().toEpochMilli()).append('i');
        return line.append(' ').append(time.toEpochMilli()).toString();
    }

    private void addActual(List<String> lines, Forecast forecast, @Nullable String field,
            @Nullable Double value) {
        if (value == null || actual.isEmpty()) {
            return;
        }
        lines.add("%s%s,key=%s value=%s %d".formatted(measurement(actual),
                field == null ? "" : ",field=" + tag(field),
                tag(forecast.getKey()), value, forecast.getIssuedAt().toEpochMilli()));
    }

    private static String measurement(String text) {
        return text.replace(",", "\\,").replace(" ", "\\ ");
    }

    /// Line protocol has no escape for a line end: it becomes a space. A backslash at the end would escape what follows.
    private static String tag(String text) {
        String escaped = text.replace('\n', ' ').replace('\r', ' ').replace(",", "\\,").replace("=", "\\=")
                .replace(" ", "\\ ");
        return escaped.endsWith("\\") ? escaped + "\\ " : escaped;
    }
}
