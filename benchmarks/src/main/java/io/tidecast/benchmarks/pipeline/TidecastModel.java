package io.tidecast.benchmarks.pipeline;

import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.schemas.feed.ReadingMapping;
import io.tidecast.schemas.registry.RegistryOptions;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.ForecastTopics;
import io.tidecast.topology.InputLimits;
import io.tidecast.topology.StateOptions;
import io.tidecast.topology.StateSize;
import java.util.Locale;

/// The default model with a network of some size, and the format that its readings and forecasts are in.
///
/// @param hidden size of the network's hidden state
/// @param series that must find room on the heap
record TidecastModel(int hidden, RecordFormat format, int series) {
    String name() {
        return "tidecast H=%d %s".formatted(hidden, format.name().toLowerCase(Locale.ROOT));
    }

    ForecasterOptions forecaster() {
        var model = ForecasterOptions.DEFAULT;
        return model.withNetwork(model.network().with(model.network().cell(), hidden));
    }

    ForecastTopics topics(String readings, String forecasts) {
        return new ForecastTopics(readings, forecasts, "dead-letters", "events");
    }

    ForecastOptions options(ForecastTopics topics) {
        return new ForecastOptions(topics, format, format, forecaster(),
                StateOptions.DEFAULT.withLiveBytes(Math.max(StateOptions.DEFAULT.liveBytes(), liveBytes())),
                InputLimits.DEFAULT, ReadingMapping.DEFAULT, RegistryOptions.NONE);
    }

    /// Heap that the live series take.
    long liveBytes() {
        return series * (StateSize.liveBytes(StateSize.snapshotBytes(forecaster()),
                StateSize.layoutGaps(forecaster())) + 512);
    }
}
