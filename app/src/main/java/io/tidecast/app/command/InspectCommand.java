package io.tidecast.app.command;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.query.Inspection;
import io.tidecast.app.query.QueryClient;
import io.tidecast.app.web.WebOptions;
import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tidecast inspect`.
@Command(name = "inspect", description = {
        "Show one series' model as it is now: cell, sizes, updates, error and skill, the experts' weights, the scale, how often"
                + " the gates stand at the ends of their range, the last readings with what had been forecast for them.",
        "",
        "It asks a running instance; any instance answers for any series."}, footer = {"", "Examples:",
                "  tidecast inspect boiler-7/temperature",
                "  tidecast inspect boiler-7/temperature --url http://10.0.0.7:9464 --output json"})
final class InspectCommand implements Callable<Integer> {
    private static final int MOST_READINGS = 4_096;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "KEY", description = "Series id: the key of its readings.")
    private String key = "";

    @Option(names = "--url", paramLabel = "URL", description = "Address of an instance (default: http://127.0.0.1:9464, by web.host and web.port).")
    private @Nullable URI url;

    @Option(names = "--last", defaultValue = "8", paramLabel = "N", description = "Newest readings to show (default: ${DEFAULT-VALUE}).")
    private int last;

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        CommandSpec command = requireNonNull(spec);
        common.require(last > 0 && last <= MOST_READINGS, "--last", "from 1 to " + MOST_READINGS, last);
        common.quietLogs();
        WebOptions web = configuration.loadOffline().webOptions().orElse(null);
        if (web == null && url == null) {
            throw new CommandFailure(ExitCode.USAGE,
                    "with web.port=-1 nothing is served; --url says which instance to ask");
        }
        URI instance = url == null ? requireNonNull(web).address() : url;
        try (var client = new QueryClient(instance, web == null ? "" : web.token())) {
            Inspection inspection = Inspection.of(client, key, last);
            output.print(command.commandLine().getOut(), inspection::toText, () -> inspection);
        }
        return ExitCode.OK.number();
    }
}
