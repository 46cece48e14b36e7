package io.tidecast.app.command;

import io.tidecast.app.config.TidecastConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which cluster, and how to get in.
final class ClusterOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = {"-b", "--bootstrap-server"}, paramLabel = "HOST:PORT", description = {
            "Brokers to begin with, separated by commas."})
    private @Nullable String bootstrapServers;

    @Option(names = {"-c",
            "--config"}, paramLabel = "FILE", defaultValue = "${env:TIDECAST_CONFIG}", description = {
                    "Properties file as for 'tidecast run': topics, formats, security and other Kafka properties"
                            + " (default: the environment variable TIDECAST_CONFIG)."})
    private @Nullable Path file;

    TidecastConfig config(Map<String, String> overrides) {
        if (file == null && bootstrapServers == null && command != null
                && !System.getenv().containsKey("TIDECAST_BOOTSTRAP_SERVERS")) {
            throw new ParameterException(command.commandLine(),
                    "say which cluster: --bootstrap-server HOST:PORT or --config FILE (or TIDECAST_BOOTSTRAP_SERVERS, TIDECAST_CONFIG)");
        }
        var all = new HashMap<>(overrides);
        if (bootstrapServers != null) {
            all.put("bootstrap.servers", bootstrapServers);
        }
        return TidecastConfig.load(file, all);
    }
}
