package io.tidecast.benchmarks.pipeline;

import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings.Weights;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.schemas.feed.ReadingMapping;
import io.tidecast.schemas.registry.RegistryOptions;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.ForecastTopics;
import io.tidecast.topology.InputLimits;
import io.tidecast.topology.SizePlan;
import io.tidecast.topology.StateOptions;

import java.util.Locale;

/// The default model with a network of some size, and the format that its readings and forecasts are in.
///
/// @param hidden  size of the network's hidden state
/// @param weights whose the network's weights are
/// @param series  that must find room on the heap
record TidecastModel(int hidden, Weights weights, RecordFormat format, int series) {
    private static final int KEY_BYTES = 16;

    String name() {
        return "tidecast H=%d %s%s".formatted(hidden, weights == Weights.SHARED ? "shared " : "",
                format.name().toLowerCase(Locale.ROOT));
    }

    ForecasterOptions forecaster() {
        var model = ForecasterOptions.DEFAULT;
        return model.withNetwork(model.network().with(model.network().cell(), hidden).withWeights(weights));
    }

    ForecastTopics topics(String readings, String forecasts) {
        return new ForecastTopics(readings, forecasts, "dead-letters", "events");
    }

    ForecastOptions options(ForecastTopics topics) {
        var options = new ForecastOptions(topics, format, format, forecaster(), StateOptions.DEFAULT,
                InputLimits.DEFAULT, ReadingMapping.DEFAULT, RegistryOptions.NONE);
        long heap = series * SizePlan.of(options, KEY_BYTES).heapBytes();
        return options.withState(
                StateOptions.DEFAULT.withLiveBytes(Math.max(StateOptions.DEFAULT.liveBytes(), heap)));
    }
}
