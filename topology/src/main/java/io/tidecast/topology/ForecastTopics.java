package io.tidecast.topology;

import java.util.List;

/// The topics of a [ForecastTopology].
///
/// @param readings    readings come from here; record key = series id
/// @param forecasts   forecasts go here, with the key and timestamp of their reading
/// @param deadLetters what is no usable reading goes here; see [DeadLetter]
/// @param events      what happens to the models of the series goes here; see [SeriesEvent]
public record ForecastTopics(String readings, String forecasts, String deadLetters, String events) {
    /// `readings`, `forecasts`, `readings-dlq`, `forecast-events`.
    public static final ForecastTopics DEFAULT = new ForecastTopics("readings", "forecasts", "readings-dlq",
            "forecast-events");

    /// All of them, the one that is read first.
    public List<String> all() {
        return List.of(readings, forecasts, deadLetters, events);
    }
}
