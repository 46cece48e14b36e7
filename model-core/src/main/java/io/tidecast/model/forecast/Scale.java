package io.tidecast.model.forecast;

/// What a target of a series is counted in, exponentially weighted over its readings, in its own unit.
///
/// @param mean      of the level; NaN: there has been no value
/// @param deviation standard deviation of the level; 0: it has not moved
/// @param stepRms   RMS change from one reading to the next; 0: it has not moved
public record Scale(double mean, double deviation, double stepRms) {}
