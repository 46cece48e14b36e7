package io.tidecast.app.demo;

import org.jspecify.annotations.Nullable;

/// The result of one series; figures are null where nothing was scored.
///
/// @param key            series id
/// @param readings       readings that were answered
/// @param scored         readings that a forecast was scored on
/// @param mae            mean absolute error of the forecast, in the unit of the sensor
/// @param rmse           root of its mean squared error
/// @param lastValueMae   mean absolute error of "nothing changes", on the same readings
/// @param lastValueRmse  root of its mean squared error
/// @param skillMae       1 - mae / lastValueMae
/// @param skillRmse      1 - rmse / lastValueRmse
public record SeriesLine(String key, long readings, long scored, @Nullable Double mae, @Nullable Double rmse,
        @Nullable Double lastValueMae, @Nullable Double lastValueRmse, @Nullable Double skillMae,
        @Nullable Double skillRmse) {}
