package io.tidecast.topology;

import io.tidecast.model.forecast.RecurrentState;
import java.time.Instant;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What a series is like at the moment.
///
/// @param key          its id
/// @param task         task that has it, such as `0_3`: the last number is the partition
/// @param readings     readings that its model has taken
/// @param lastTime     time of the newest; null: none yet
/// @param frozen       whether a control record has stopped its learning
/// @param quarantined  whether its model has failed too often in a row
/// @param learningRate that a control record has set; empty: as configured
/// @param network      the hidden and the cell state of its network
public record SeriesState(String key, String task, long readings, @Nullable Instant lastTime, boolean frozen,
        boolean quarantined, OptionalDouble learningRate, RecurrentState network) {
    static SeriesState of(String key, String task, Series series) {
        long time = series.forecaster().lastTime();
        return new SeriesState(key, task, series.forecaster().readings(),
                time == Long.MIN_VALUE ? null : Instant.ofEpochMilli(time), series.isFrozen(),
                series.isQuarantined(), Double.isNaN(series.learningRate())
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(series.learningRate()),
                series.forecaster().recurrentState());
    }
}
