package io.tidecast.app.command;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.health.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidecast health`.
@Command(name = "health", description = {
        "Ask whether the pipeline of a configuration is up on this machine: exit code 0 if it is, 1 if not.",
        "",
        "A running pipeline renews the file health.file every two seconds; this looks whether it is fresh and what it says."}, footer = {
                "", "Examples:", "  tidecast health --config tidecast.properties",
                "  tidecast health --config tidecast.properties --live    # for a liveness probe"})
final class HealthCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @Option(names = "--live", description = "Alive is enough: also while it takes over partitions or restores their state.")
    private boolean live;

    @Option(names = "--max-age", defaultValue = "30", paramLabel = "SECONDS", description = "How old the last sign of life may be (default: ${DEFAULT-VALUE}).")
    private int maxAgeSeconds;

    @Override
    public Integer call() {
        common.quietLogs();
        Heartbeat.Beat last = new Heartbeat(configuration.load().healthFile()).last();
        Duration age = Duration.between(last.time(), Instant.now());
        if (age.compareTo(Duration.ofSeconds(maxAgeSeconds)) > 0) {
            throw new CommandFailure(ExitCode.FAILED,
                    "the last sign of life is %d s old, at most %d are allowed".formatted(age.toSeconds(),
                            maxAgeSeconds));
        }
        boolean healthy = last.state().equals("RUNNING") || (live && last.state().equals("REBALANCING"));
        if (!healthy) {
            throw new CommandFailure(ExitCode.FAILED, "the pipeline is " + last.state());
        }
        System.out.println(last.state());
        return ExitCode.OK.number();
    }
}
