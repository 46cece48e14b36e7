package io.tidecast.topology;

import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.NetworkUpdate;

/// Is told what happens in all tasks of an instance while it happens: for meters. Nothing that it does reaches state or output.
///
/// Called by the stream threads, several at a time: it must be quick, safe for use by many threads, and never throw.
/// A record that is processed again after a failure is told again.
public interface ForecastObserver {
    /// Looks away.
    ForecastObserver NONE = new ForecastObserver() {
    };

    /// A model has taken a reading.
    ///
    /// @param nanos  that scoring, learning and forecasting took
    /// @param update of the network at this reading; [NetworkUpdate#NONE]: it was not time for one
    default void stepped(long nanos, NetworkUpdate update) {}

    /// A reading was answered by a forecast.
    default void forecast(Forecast forecast) {}

    /// A record was set aside.
    default void deadLetter(DeadLetter.Reason reason) {}

    /// An event was written.
    ///
    /// @param kind such as `drift`
    default void event(String kind) {}

    /// Experts began again from their last good state, since their updates or forecasts were not finite or exploded.
    default void restarted(long experts) {}

    /// A snapshot was written.
    default void snapshot(int bytes) {}

    /// A live forecaster was rebuilt from the stores.
    ///
    /// @param replayedInputs taken again for it
    default void rebuilt(int replayedInputs) {}
}
