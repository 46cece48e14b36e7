package io.tidecast.app.command;

import io.tidecast.app.config.ConfigProblem;
import io.tidecast.app.config.TidecastConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The configuration of a pipeline: a file, the environment, and keys on the command line.
final class ConfigOptions {
    private static final String BOOTSTRAP_SERVERS = "bootstrap.servers";

    @Option(names = {"-b", "--bootstrap-server"}, paramLabel = "HOST:PORT", description = {
            "Brokers to begin with, separated by commas (bootstrap.servers)."})
    private @Nullable String bootstrapServers;

    @Option(names = {"-c",
            "--config"}, paramLabel = "FILE", defaultValue = "${env:TIDECAST_CONFIG}", description = {
                    "Properties file of configuration keys (default: the environment variable TIDECAST_CONFIG)."})
    private @Nullable Path file;

    @Mixin
    private SettingOptions settings = new SettingOptions();

    TidecastConfig load() {
        return load(Map.of());
    }

    /// @param others further keys, which win
    TidecastConfig load(Map<String, String> others) {
        var all = flags();
        all.putAll(others);
        return TidecastConfig.load(file, all);
    }

    /// For commands that ask no broker.
    TidecastConfig loadOffline() {
        return TidecastConfig.loadOffline(file, flags());
    }

    List<ConfigProblem> problems() {
        return TidecastConfig.problems(file, flags());
    }

    private Map<String, String> flags() {
        var all = new HashMap<>(settings.asMap());
        if (bootstrapServers != null) {
            all.put(BOOTSTRAP_SERVERS, bootstrapServers);
        }
        return all;
    }

    /// How other commands are told the same; secrets are not shown.
    String asArguments() {
        var arguments = new StringBuilder(file == null ? "" : "--config " + file);
        new TreeMap<>(flags()).forEach((key, value) -> arguments.append(arguments.isEmpty() ? "" : " ")
                .append(key.equals(BOOTSTRAP_SERVERS)
                        ? "--bootstrap-server " + value
                        : "--set %s=%s".formatted(key, TidecastConfig.shown(key, value))));
        return arguments.toString();
    }
}
