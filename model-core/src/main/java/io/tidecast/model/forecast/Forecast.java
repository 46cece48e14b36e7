package io.tidecast.model.forecast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The forecasts of a series, made from the readings up to and including `issuedAt`.
///
/// @param issuedAt time of the newest reading, milliseconds since 1970-01-01T00:00:00Z
/// @param fields   one for each target that has had a value, in the order of [SeriesFields#targets]; at least one
/// @param updates  truths of the next step learnt from so far, of all targets
/// @param events   what happened to the model at this reading
public record Forecast(long issuedAt, List<FieldForecast> fields, long updates, List<Event> events) {

    /// How far a forecast can be trusted.
    public enum Status {
        /// Too few readings to trust the forecast and its interval.
        WARMING_UP,
        /// Learnt enough.
        OK,
        /// The newest reading has no value; the forecast rests on older ones.
        STALE
    }

    /// The forecasts of one target.
    ///
    /// @param field    its name
    /// @param status   how far to trust them
    /// @param actual   its value in the newest reading; NaN: missing
    /// @param anomaly  how unusual that is; null: there was no forecast for it, or it is missing
    /// @param horizons for 1, 2, ... steps ahead
    public record FieldForecast(String field, Status status, double actual, @Nullable Anomaly anomaly,
            List<HorizonForecast> horizons) {
        /// The forecast for the next step.
        public HorizonForecast next() {
            return horizons.getFirst();
        }
    }

    /// The forecast of one target, some steps ahead.
    ///
    /// @param horizon    steps ahead
    /// @param targetTime time that it is for: `issuedAt` plus so many sampling intervals
    /// @param value      the forecast, in the unit of the target
    /// @param intervals  one for each of [ForecasterOptions#levels], in their order
    /// @param experts    what each expert said and how much it counted
    /// @param resolved   how the forecast that was made so many steps ago for `issuedAt` did; null: there was none, or the value is missing
    /// @param recent     how such forecasts did of late; null: none is resolved yet
    public record HorizonForecast(int horizon, long targetTime, double value, List<Interval> intervals,
            List<ExpertForecast> experts, @Nullable Resolved resolved, @Nullable Recent recent) {
        /// Lower end of the interval of the first level.
        public double lower() {
            return intervals.getFirst().lower();
        }

        /// Upper end of the interval of the first level.
        public double upper() {
            return intervals.getFirst().upper();
        }
    }

    /// A prediction interval.
    ///
    /// @param level share of truths that it is calibrated to cover
    public record Interval(double level, double lower, double upper) {}

    /// What one expert said.
    ///
    /// @param expert which one
    /// @param value  its forecast, in the unit of the target; NaN: it has nothing to say yet
    /// @param weight its weight in the combined forecast; the weights add up to 1, a weight may be negative
    public record ExpertForecast(ExpertKind expert, double value, double weight) {}

    /// A forecast whose truth has come.
    ///
    /// @param value          what had been forecast
    /// @param error          `actual - value`
    /// @param lastValueError `actual` minus the last value when the forecast was made: the error of "nothing changes"
    /// @param covered        whether `actual` lay within the interval of the first level
    public record Resolved(double value, double error, double lastValueError, boolean covered) {}

    /// Exponentially weighted means over the resolved forecasts.
    ///
    /// @param mae          mean absolute error of the forecast
    /// @param lastValueMae mean absolute error of the forecast "nothing changes"
    /// @param coverage     share of truths within the interval of the first level
    public record Recent(double mae, double lastValueMae, double coverage) {
        /// `1 - mae / lastValueMae`: 0 is no better than the last value, 1 is perfect; 0 where the series never changes.
        public double skill() {
            return lastValueMae > 0 ? 1 - mae / lastValueMae : 0;
        }
    }

    /// How unusual a value is, given the forecast for it.
    ///
    /// @param probability two-sided tail probability of the forecast's error
    /// @param flagged     whether it is below [ForecasterOptions#anomalyProbability]
    public record Anomaly(double probability, boolean flagged) {}

    /// Something that happened to a series' model.
    ///
    /// @param kind   what
    /// @param field  target that it happened to; empty: to all of them
    /// @param detail for a person
    public record Event(Kind kind, String field, String detail) {
        /// What can happen.
        public enum Kind {
            /// The forecast errors have become larger than they were: the series has changed its ways.
            DRIFT,
            /// An expert's update was not finite or exploding, was undone, and the expert began again from its last good state.
            RESTART
        }
    }

    /// The forecasts of the first target. What follows is of its next step.
    public FieldForecast first() {
        return fields.getFirst();
    }

    /// See [FieldForecast#status].
    public Status status() {
        return first().status();
    }

    /// See [HorizonForecast#targetTime].
    public long targetTime() {
        return first().next().targetTime();
    }

    /// See [HorizonForecast#value].
    public double value() {
        return first().next().value();
    }

    /// See [HorizonForecast#lower].
    public double lower() {
        return first().next().lower();
    }

    /// See [HorizonForecast#upper].
    public double upper() {
        return first().next().upper();
    }

    /// See [HorizonForecast#experts].
    public List<ExpertForecast> experts() {
        return first().next().experts();
    }

    /// See [HorizonForecast#resolved].
    public @Nullable Resolved resolved() {
        return first().next().resolved();
    }

    /// See [HorizonForecast#recent].
    public @Nullable Recent recent() {
        return first().next().recent();
    }
}
