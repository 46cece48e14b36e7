package io.tidecast.app.command;

import io.tidecast.app.config.TidecastConfig;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.topology.ForecastOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The model, for commands that need no broker: short names for the most used `model.*` keys, `--set` for all, `--config` as `run` takes it.
final class ModelOptions {
    private final Map<String, String> given = new HashMap<>();

    @Mixin
    private SettingOptions settings = new SettingOptions();

    @Option(names = {"-c",
            "--config"}, paramLabel = "FILE", description = "Properties file as for 'tidecast run'; only the model and its state matter.")
    private @Nullable Path config;

    @Option(names = "--experts", paramLabel = "LIST", description = "What is combined (model.experts), such as rls,rnn.")
    void experts(String value) {
        given.put("model.experts", value);
    }

    @Option(names = "--cell", paramLabel = "CELL", description = "Recurrent cell (model.cell): lstm, gru or elman.")
    void cell(String value) {
        given.put("model.cell", value);
    }

    @Option(names = "--hidden-size", paramLabel = "N", description = "Units of the recurrent layer (model.hidden.size).")
    void hiddenSize(String value) {
        given.put("model.hidden.size", value);
    }

    @Option(names = "--window", paramLabel = "N", description = "k2 of truncated BPTT (model.window).")
    void window(String value) {
        given.put("model.window", value);
    }

    @Option(names = "--learn-every", paramLabel = "N", description = "k1 of truncated BPTT (model.learn.every).")
    void learnEvery(String value) {
        given.put("model.learn.every", value);
    }

    @Option(names = "--learning-rate", paramLabel = "X", description = "Step size of Adam (model.learning.rate).")
    void learningRate(String value) {
        given.put("model.learning.rate", value);
    }

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the initial weights (model.seed).")
    void seed(String value) {
        given.put("model.seed", value);
    }

    @Option(names = "--level", paramLabel = "X[,X...]", description = "Shares of truths that intervals shall cover (model.levels).")
    void level(String value) {
        given.put("model.levels", value);
    }

    ForecasterOptions forecaster() {
        return forecastOptions().forecaster();
    }

    ForecastOptions forecastOptions() {
        var all = new HashMap<>(settings.asMap());
        all.putAll(given);
        return TidecastConfig.loadOffline(config, all).forecastOptions();
    }
}
