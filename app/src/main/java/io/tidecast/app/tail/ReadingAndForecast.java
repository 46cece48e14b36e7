package io.tidecast.app.tail;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What came, and what had been forecast for it.
///
/// @param time     of the reading
/// @param key      series id
/// @param field    of a reading with several fields; null: it has one
/// @param actual   null: missing
/// @param forecast what had been forecast for it; null: nothing
/// @param lower    lower end of its interval; null: unknown, since the forecast was made before the first one that was read
/// @param upper    upper end of its interval; null likewise
/// @param error    actual minus forecast; null: there is none
/// @param anomaly  whether the reading is flagged as unusual
/// @param next     forecast for the next reading
public record ReadingAndForecast(String time, String key, @Nullable String field, @Nullable Double actual,
        @Nullable Double forecast, @Nullable Double lower, @Nullable Double upper, @Nullable Double error,
        boolean anomaly, double next) {
    private static final String ROW = "%-24s %-28s %10s %10s %10s %10s %10s %10s";

    /// The names of the columns.
    public static String header() {
        return ROW.formatted("time", "series", "actual", "forecast", "lower", "upper", "error", "next");
    }

    /// One line for people, but for the mark of an anomaly.
    public String toText() {
        return ROW.formatted(time, field == null ? key : key + " " + field, number(actual),
                number(forecast), number(lower), number(upper),
                error == null ? "-" : String.format(Locale.ROOT, "%+.4g", error), number(next));
    }

    private static String number(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.5g", value);
    }
}
