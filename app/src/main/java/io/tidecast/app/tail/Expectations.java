package io.tidecast.app.tail;

import io.tidecast.v1.Anomaly;
import io.tidecast.v1.FieldForecast;
import io.tidecast.v1.Forecast;
import io.tidecast.v1.HorizonForecast;
import io.tidecast.v1.Interval;
import io.tidecast.v1.Resolved;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The intervals that were forecast for the next readings, by series: a forecast says how the one before it did, but not between which ends
/// it had expected the value.
public final class Expectations {
    /// Series and fields whose interval is remembered; of more, the one that has been silent for longest is forgotten.
    private static final int MOST = 100_000;

    private final Map<Series, Expected> newest = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Series, Expected> eldest) {
            return size() > MOST;
        }
    };

    private record Series(String key, String field) {}

    /// A forecast of the next step and its interval.
    private record Expected(double value, double lower, double upper) {}

    /// Puts a forecast beside what had been expected; one line for each field.
    public List<ReadingAndForecast> compare(Forecast forecast) {
        if (forecast.getFields().isEmpty()) {
            return List.of(compare(forecast, null, forecast.getActual(), forecast.getAnomaly(),
                    forecast.getResolved(),
                    new Expected(forecast.getValue(), forecast.getLower(), forecast.getUpper())));
        }
        return forecast.getFields().stream().map(field -> compare(forecast, field)).toList();
    }

    private ReadingAndForecast compare(Forecast forecast, FieldForecast field) {
        HorizonForecast next = field.getHorizons().getFirst();
        Interval interval = next.getIntervals().getFirst();
        return compare(forecast, field.getField(), field.getActual(), field.getAnomaly(), next.getResolved(),
                new Expected(next.getValue(), interval.getLower(), interval.getUpper()));
    }

    private ReadingAndForecast compare(Forecast forecast, @Nullable String field, @Nullable Double actual,
            @Nullable Anomaly anomaly, @Nullable Resolved resolved, Expected next) {
        Expected before = newest.put(new Series(forecast.getKey(), field == null ? "" : field), next);
        // After a gap it may have been a forecast of more steps ahead that was resolved.
        boolean known = before != null && resolved != null && before.value == resolved.getValue();
        return new ReadingAndForecast(forecast.getIssuedAt().toString(), forecast.getKey(), field, actual,
                resolved == null ? null : resolved.getValue(), known ? before.lower : null,
                known ? before.upper : null, resolved == null ? null : resolved.getError(),
                anomaly != null && anomaly.getFlagged(), next.value);
    }
}
