package io.tidecast.app.web;

import io.tidecast.v1.FieldForecast;
import io.tidecast.v1.Forecast;
import io.tidecast.v1.HorizonForecast;
import io.tidecast.v1.Interval;
import io.tidecast.v1.Recent;
import io.tidecast.v1.Resolved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The newest forecast of one field of a series.
///
/// @param resolved what had been forecast for the reading; null: unknown
/// @param status   how far to trust it
/// @param mae      recent mean absolute error; null: unknown
/// @param ahead    for 1, 2, ... steps ahead
record Newest(String field, Instant time, @Nullable Double actual, @Nullable Double resolved, double level,
        String status, @Nullable Double mae, @Nullable Double lastValueMae, @Nullable Double skill,
        @Nullable Double coverage, boolean anomaly, List<Step> ahead) {
    /// A forecast some steps ahead.
    record Step(int step, Instant time, double value, double lower, double upper) {
        private static Step of(HorizonForecast forecast) {
            Interval interval = forecast.getIntervals().getFirst();
            return new Step(forecast.getHorizon(), forecast.getTargetTime(), forecast.getValue(),
                    interval.getLower(), interval.getUpper());
        }
    }

    /// Those of a record, in the order of the fields.
    ///
    /// @param fields that are looked at; what is forecast of one field alone is of the first one
    static List<Newest> of(Forecast forecast, List<String> fields) {
        return forecast.getFields().isEmpty()
                ? List.of(of(forecast, alone(forecast, fields.getFirst())))
                : forecast.getFields().stream().filter(field -> fields.contains(field.getField()))
                        .map(field -> of(forecast, field)).toList();
    }

    private static FieldForecast alone(Forecast f, String field) {
        var horizons = new ArrayList<HorizonForecast>();
        horizons.add(new HorizonForecast(f.getHorizon(), f.getTargetTime(), f.getValue(),
                List.of(new Interval(f.getLevel(), f.getLower(), f.getUpper())), f.getExperts(),
                f.getResolved(), f.getRecent()));
        horizons.addAll(f.getAhead());
        return new FieldForecast(field, f.getStatus(), f.getActual(), f.getAnomaly(), horizons);
    }

    private static Newest of(Forecast forecast, FieldForecast field) {
        HorizonForecast next = field.getHorizons().getFirst();
        Resolved resolved = next.getResolved();
        Recent recent = next.getRecent();
        return new Newest(field.getField(), forecast.getIssuedAt(), field.getActual(),
                resolved == null ? null : (Double) resolved.getValue(), forecast.getLevel(),
                field.getStatus().name(), recent == null ? null : (Double) recent.getMae(),
                recent == null ? null : (Double) recent.getLastValueMae(),
                recent == null ? null : (Double) recent.getSkill(),
                recent == null ? null : (Double) recent.getCoverage(),
                field.getAnomaly() != null && field.getAnomaly().getFlagged(),
                field.getHorizons().stream().map(Step::of).toList());
    }

    Step next() {
        return ahead.getFirst();
    }

    /// `mae` by that of the last value: what series are ranked by; null: unknown.
    @Nullable
    Double error() {
        return mae == null || lastValueMae == null || lastValueMae <= 0
                ? null
                : (Double) (mae / lastValueMae);
    }

    /// What it adds to the series' history.
    ///
    /// @param before the forecast before it; null: there is none
    KeyHistory.Point point(@Nullable Newest before) {
        Step meant = before != null && before.next().time.equals(time) ? before.next() : null;
        return new KeyHistory.Point(field, time.toEpochMilli(), number(actual),
                meant == null ? number(resolved) : meant.value, meant == null ? Double.NaN : meant.lower,
                meant == null ? Double.NaN : meant.upper, number(mae), number(lastValueMae),
                number(coverage), anomaly);
    }

    private static double number(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }
}
