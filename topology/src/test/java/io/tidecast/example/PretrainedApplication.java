package io.tidecast.example;

import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.PretrainedWeights;
import io.tidecast.model.io.Safetensors;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.ForecastTopology;
import java.nio.file.Path;
import org.apache.kafka.streams.Topology;

/// Forecasts whose networks start from weights that PyTorch has trained.
final class PretrainedApplication {
    private PretrainedApplication() {}

    static Topology topology(Path weights) throws Exception {
        ForecasterOptions model = ForecasterOptions.DEFAULT;
        var pretrained = PretrainedWeights.of(Safetensors.read(weights), model);
        return ForecastTopology.build(ForecastOptions.DEFAULT.withForecaster(
                model.withNetwork(model.network().withPretrained(pretrained))));
    }
}
