package io.tidecast.app.command;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.config.EffectiveSetting;
import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.output.TextTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tidecast config show`.
@Command(name = "show", description = {
        "Print the configuration that holds, and where each value comes from: the command line, an environment variable,"
                + " the file, Tidecast's preset for Kafka, or the default. Secrets are hidden."}, footer = {
                        "",
                        "Examples:", "  tidecast config show --config tidecast.properties",
                        "  tidecast config show --config tidecast.properties --given --output json"})
final class ConfigShowCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Option(names = "--given", description = "Only what somebody has given: no defaults, no presets.")
    private boolean given;

    @Override
    public Integer call() {
        common.quietLogs();
        TidecastConfig effective = config.loadOffline();
        List<EffectiveSetting> settings = effective.effective().stream()
                .filter(setting -> !given || setting.isGiven()).toList();
        var out = requireNonNull(spec).commandLine();
        print(out.getOut(), settings);
        effective.warnings().forEach(warning -> out.getErr().println("warning: " + warning));
        return ExitCode.OK.number();
    }

    private void print(PrintWriter out, List<EffectiveSetting> settings) {
        output.print(out, () -> {
            var table = new TextTable("key", "value", "from");
            settings.forEach(setting -> table.row(setting.key(), setting.value(), setting.source()));
            return table.toString();
        }, () -> settings);
    }
}
