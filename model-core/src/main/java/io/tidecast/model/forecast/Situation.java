package io.tidecast.model.forecast;

/// What the experts know of a series before its next reading. All that has a unit is in units of the series' recent RMS step.
/// Written anew before every forecast; experts only read it.
final class Situation {
    /// Steps that are remembered.
    static final int RECENT_STEPS = 7;
    /// Slots of the seasonal profile around the time to forecast.
    static final int PROFILE_SLOTS = 3;

    /// The last value, standardised: deviations from the series' recent mean.
    double level;
    /// The last steps, the newest first; 0 where there is none.
    final double[] steps = new double[RECENT_STEPS];
    /// The usual steps to the reading before the one to forecast, to it, and to the one after it.
    final double[] profile = new double[PROFILE_SLOTS];
    /// The time to forecast, see [CalendarFeatures].
    final float[] calendar = new float[CalendarFeatures.COUNT];
    /// How long the series has had no value: 0 not at all, 1 for long.
    float staleness;
}
