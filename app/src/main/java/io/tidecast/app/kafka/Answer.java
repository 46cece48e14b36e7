package io.tidecast.app.kafka;

import io.tidecast.v1.Forecast;

/// What the pipeline made of one reading.
public sealed interface Answer {
    /// A forecast was issued.
    record Issued(Forecast forecast) implements Answer {}

    /// The reading was set aside.
    ///
    /// @param key     series id
    /// @param reason  why, such as `late`
    record SetAside(String key, String reason) implements Answer {}
}
