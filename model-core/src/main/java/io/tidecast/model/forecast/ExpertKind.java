package io.tidecast.model.forecast;

import java.util.Locale;

/// The experts that a [Forecaster] can combine.
public enum ExpertKind {
    /// The last value.
    PERSISTENCE,
    /// Robust recursive least squares on the last steps, the level, the seasonal profile and the calendar.
    RLS,
    /// The recurrent network.
    RNN;

    /// As it stands in forecasts and configuration, such as `rls`.
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Expert create(NetworkSettings network) {
        return switch (this) {
            case PERSISTENCE -> new Persistence();
            case RLS -> new LinearExpert();
            case RNN -> new RecurrentExpert(network);
        };
    }
}
