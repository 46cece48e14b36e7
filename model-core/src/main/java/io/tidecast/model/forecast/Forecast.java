package io.tidecast.model.forecast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The next-step forecast of a series, made from the readings up to and including `issuedAt`.
///
/// @param issuedAt   time of the newest reading, milliseconds since 1970-01-01T00:00:00Z
/// @param targetTime time that the forecast is for: `issuedAt` plus the series' sampling interval
/// @param value      the forecast, in the unit of the series
/// @param lower      lower end of the prediction interval
/// @param upper      upper end of the prediction interval
/// @param status     how far to trust it
/// @param actual     value of the newest reading; NaN: missing
/// @param resolved   how the forecast for `issuedAt` did; null: there was none, or `actual` is missing
/// @param recent     how the series' forecasts did of late; null: none is resolved yet
/// @param experts    what each expert said and how much it counted
/// @param updates    truths learnt from so far
public record Forecast(long issuedAt, long targetTime, double value, double lower, double upper,
        Status status, double actual,
        @Nullable Resolved resolved, @Nullable Recent recent, List<ExpertForecast> experts, long updates) {

    /// How far a forecast can be trusted.
    public enum Status {
        /// Too few readings to trust the forecast and its interval.
        WARMING_UP,
        /// Learnt enough.
        OK,
        /// The newest reading has no value; the forecast rests on older ones.
        STALE
    }

    /// What one expert said.
    ///
    /// @param expert which one
    /// @param value  its forecast, in the unit of the series
    /// @param weight its weight in the combined forecast; the weights add up to 1, a weight may be negative
    public record ExpertForecast(ExpertKind expert, double value, double weight) {}

    /// A forecast whose truth has come.
    ///
    /// @param value          what had been forecast
    /// @param error          `actual - value`
    /// @param lastValueError `actual` minus the reading before it: the error of the forecast "nothing changes"
    /// @param covered        whether `actual` lay within the interval
    public record Resolved(double value, double error, double lastValueError, boolean covered) {}

    /// Exponentially weighted means over the resolved forecasts.
    ///
    /// @param mae          mean absolute error of the forecast
    /// @param lastValueMae mean absolute error of the forecast "nothing changes"
    /// @param coverage     share of truths within their interval
    public record Recent(double mae, double lastValueMae, double coverage) {
        /// `1 - mae / lastValueMae`: 0 is no better than the last value, 1 is perfect; 0 where the series never changes.
        public double skill() {
            return lastValueMae > 0 ? 1 - mae / lastValueMae : 0;
        }
    }
}
