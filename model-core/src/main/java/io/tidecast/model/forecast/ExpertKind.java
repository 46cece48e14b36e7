package io.tidecast.model.forecast;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The experts that a [Forecaster] can combine.
public enum ExpertKind {
    /// The last value.
    PERSISTENCE,
    /// The value of the same time in the last season.
    SEASONAL_NAIVE,
    /// Robust recursive least squares on the last steps, the level, the seasonal profile and the calendar.
    RLS,
    /// Exponential smoothing of level, trend and season.
    HOLT_WINTERS,
    /// The recurrent network.
    RNN;

    private final String id = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// As it stands in forecasts and configuration, such as `rls`.
    public String id() {
        return id;
    }

    /// @param shared what the network of the series has in common with those of others; null: nothing
    Expert create(ForecasterOptions options, @Nullable SharedNetwork shared) {
        return switch (this) {
            case PERSISTENCE -> new Persistence();
            case SEASONAL_NAIVE -> new SeasonalNaive();
            case RLS -> new LinearExpert(options);
            case HOLT_WINTERS -> new HoltWintersExpert(options);
            case RNN -> shared == null ? new RecurrentExpert(options) : new SharedExpert(shared);
        };
    }
}
