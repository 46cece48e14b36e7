package io.tidecast.app.command;

import io.tidecast.app.config.ConfigProblem;
import io.tidecast.app.config.TidecastConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The configuration of a pipeline: a file, the environment, and keys on the command line.
final class ConfigOptions {
    @Option(names = {"-c",
            "--config"}, paramLabel = "FILE", defaultValue = "${env:TIDECAST_CONFIG}", description = {
                    "Properties file as for 'tidecast run' (default: the environment variable TIDECAST_CONFIG)."})
    private @Nullable Path file;

    @Mixin
    private SettingOptions settings = new SettingOptions();

    TidecastConfig load() {
        return TidecastConfig.load(file, settings.asMap());
    }

    List<ConfigProblem> problems() {
        return TidecastConfig.problems(file, settings.asMap());
    }

    /// How other commands are told the same.
    String asArguments() {
        return file == null ? "with the same options" : "--config " + file;
    }
}
