package io.tidecast.topology;

import io.tidecast.model.forecast.ForecasterOptions;

/// What the topology does to a series; the model's own events are [Kind][io.tidecast.model.forecast.Forecast.Event.Kind].
public enum SeriesEvent {
    /// It had been idle for longer than the configured time, and was forgotten.
    EXPIRED,
    /// A record without value forgot it.
    FORGOTTEN,
    /// A control record let its model begin again.
    RESET,
    /// A control record stopped its learning.
    FROZEN,
    /// A control record let it learn again, or ended its quarantine.
    THAWED,
    /// A control record set its learning rate.
    LEARNING_RATE,
    /// Its model failed too often in a row: its readings go to the dead letters.
    QUARANTINED;

    /// As it stands in the event, such as `learning-rate`.
    public String code() {
        return ForecasterOptions.id(this);
    }
}
