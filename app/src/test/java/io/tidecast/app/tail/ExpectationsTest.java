package io.tidecast.app.tail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.v1.Anomaly;
import io.tidecast.v1.FieldForecast;
import io.tidecast.v1.Forecast;
import io.tidecast.v1.HorizonForecast;
import io.tidecast.v1.Interval;
import io.tidecast.v1.Resolved;
import io.tidecast.v1.Status;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpectationsTest {
    private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

    private final Expectations expectations = new Expectations();

    /// A forecast of one field, issued at an hour.
    private static Forecast forecast(int hour, double actual, @Nullable Resolved resolved, double next) {
        var forecast = new Forecast();
        forecast.setKey("k");
        forecast.setIssuedAt(START.plusSeconds(3600L * hour));
        forecast.setTargetTime(START.plusSeconds(3600L * (hour + 1)));
        forecast.setActual(actual);
        forecast.setResolved(resolved);
        forecast.setAnomaly(new Anomaly(0.001, hour == 2));
        forecast.setValue(next);
        forecast.setLower(next - 1);
        forecast.setUpper(next + 1);
        forecast.setFields(List.of());
        return forecast;
    }

    private static Resolved resolved(double value, double error) {
        return new Resolved(value, error, 0.0, true);
    }

    @Test
    void aReadingIsPutBesideTheIntervalThatWasForecastForIt() {
        var first = expectations.compare(forecast(0, 10, resolved(9, 1), 11)).getFirst();
        assertEquals(9, first.forecast());
        assertNull(first.lower(), "the forecast was made before the first one that was read");
        var second = expectations.compare(forecast(1, 12, resolved(11, 1), 13)).getFirst();
        assertEquals(List.of(10.0, 12.0, 1.0, 13.0),
                List.of(second.lower(), second.upper(), second.error(), second.next()));
        var third = expectations.compare(forecast(2, 13, resolved(13, 0), 14)).getFirst();
        assertTrue(third.anomaly() && !second.anomaly());
    }

    @Test
    void afterAGapTheIntervalOfAnotherStepIsNotTaken() {
        expectations.compare(forecast(0, 10, null, 11));
        var late = expectations.compare(forecast(3, 12, resolved(11.5, 0.5), 13)).getFirst();
        assertEquals(11.5, late.forecast());
        assertNull(late.lower());
        var unforeseen = expectations.compare(forecast(9, 12, null, 13)).getFirst();
        assertNull(unforeseen.forecast());
        assertTrue(unforeseen.toText().contains(" - "), unforeseen.toText());
    }

    @Test
    void aReadingOfSeveralFieldsIsALineForEach() {
        for (int hour = 0; hour < 2; hour++) {
            Forecast vector = forecast(hour, 1, null, 2);
            vector.setFields(List.of(field("a", hour, 2), field("b", hour, 5)));
            var lines = expectations.compare(vector);
            assertEquals(List.of("a", "b"), lines.stream().map(ReadingAndForecast::field).toList());
            assertEquals(hour == 0 ? null : 4.5, lines.getLast().lower());
        }
    }

    private static FieldForecast field(String name, int hour, double next) {
        var horizon = new HorizonForecast(1, START.plusSeconds(3600L * (hour + 1)), next,
                List.of(new Interval(0.9, next - 0.5, next + 0.5)), List.of(),
                hour == 0 ? null : resolved(next, 0), null);
        return new FieldForecast(name, Status.OK, next, null, List.of(horizon));
    }
}
