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

    @Option(names = "--cell", paramLabel = "CELL", description = "Recurrent cell (model.cell): lstm, gru, elman or peephole.")
    void cell(String value) {
        given.put("model.cell", value);
    }

    @Option(names = "--layers", paramLabel = "N", description = "Recurrent layers (model.layers).")
    void layers(String value) {
        given.put("model.layers", value);
    }

    @Option(names = "--hidden-size", paramLabel = "N", description = "Units of each recurrent layer (model.hidden.size).")
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

    @Option(names = "--loss", paramLabel = "LOSS", description = "What the network makes small (model.loss): huber, mse or mae.")
    void loss(String value) {
        given.put("model.loss", value);
    }

    @Option(names = "--optimizer", paramLabel = "RULE", description = "Rule that moves the weights (model.optimizer): adam, adamw, rmsprop or sgd.")
    void optimizer(String value) {
        given.put("model.optimizer", value);
    }

    @Option(names = "--learning-rate", paramLabel = "X", description = "Step size of the optimiser (model.learning.rate).")
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

    @Option(names = {"--horizon",
            "--horizons"}, paramLabel = "N", description = "Forecast 1, 2, ..., N steps ahead (model.horizons).")
    void horizons(String value) {
        given.put("model.horizons", value);
    }

    @Option(names = "--multi-step", paramLabel = "HOW", description = "How the network looks further than one step ahead (model.multi.step): direct or recursive.")
    void multiStep(String value) {
        given.put("model.multi.step", value);
    }

    @Option(names = "--season", paramLabel = "N[,N...]", description = {
            "Lengths of the seasons in steps, the shortest first (model.season.steps); seasonal-naive repeats the first"
                    + " (default: a day, or a week for series of two values a day or less)."})
    void season(String value) {
        given.put("model.season.steps", value);
    }

    @Option(names = "--combination", paramLabel = "HOW", description = "How the experts become one (model.combination): stacking or exponentiated-gradient.")
    void combination(String value) {
        given.put("model.combination", value);
    }

    @Option(names = "--drift-response", paramLabel = "WHAT", description = "What follows on drift (model.drift.response): none, raise-learning-rate, reset-optimizer or best-expert.")
    void driftResponse(String value) {
        given.put("model.drift.response", value);
    }

    ForecasterOptions forecaster() {
        return forecaster(Map.of());
    }

    /// @param others  further keys, which win
    ForecasterOptions forecaster(Map<String, String> others) {
        return forecastOptions(others).forecaster();
    }

    ForecastOptions forecastOptions() {
        return forecastOptions(Map.of());
    }

    private ForecastOptions forecastOptions(Map<String, String> others) {
        var all = given();
        all.putAll(others);
        return TidecastConfig.loadOffline(config, all).forecastOptions();
    }

    /// The keys that the command line sets.
    Map<String, String> given() {
        var all = new HashMap<>(settings.asMap());
        all.putAll(given);
        return all;
    }
}
