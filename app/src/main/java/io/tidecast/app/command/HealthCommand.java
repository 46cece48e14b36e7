package io.tidecast.app.command;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.health.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tidecast health`.
@Command(name = "health", description = {
        "Ask whether the pipeline of a configuration is up on this machine: exit code 0 if it is, 1 if not.",
        "",
        "A running pipeline renews the file health.file every two seconds; this looks whether it is fresh and what it says."}, footer = {
                "", "Examples:", "  tidecast health --config tidecast.properties",
                "  tidecast health --config tidecast.properties --live    # for a liveness probe"})
final class HealthCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @Option(names = "--live", description = "Alive is enough: also while it takes over partitions or restores their state.")
    private boolean live;

    @Option(names = "--max-age", defaultValue = "30", paramLabel = "SECONDS", description = "How old the last sign of life may be (default: ${DEFAULT-VALUE}).")
    private int maxAgeSeconds;

    @Mixin
    private OutputOptions output = new OutputOptions();

    /// What is printed for programs.
    private record Result(String state, String time, long ageSeconds, boolean healthy) {}

    @Override
    public Integer call() {
        common.require(maxAgeSeconds > 0, "--max-age", "at least 1", maxAgeSeconds);
        common.quietLogs();
        Heartbeat.Beat last = new Heartbeat(configuration.load().healthFile()).last();
        Duration age = Duration.between(last.time(), Instant.now());
        boolean fresh = age.compareTo(Duration.ofSeconds(maxAgeSeconds)) <= 0;
        boolean up = last.state().equals("RUNNING") || (live && last.state().equals("REBALANCING"));
        var result = new Result(last.state(), last.time().toString(), age.toSeconds(), fresh && up);
        if (result.healthy() || output.isJson()) {
            output.print(requireNonNull(spec).commandLine().getOut(), result::state, () -> result);
            return (result.healthy() ? ExitCode.OK : ExitCode.FAILED).number();
        }
        throw new CommandFailure(ExitCode.FAILED, fresh
                ? "the pipeline is " + last.state()
                : "the last sign of life is %d s old, at most %d are allowed".formatted(age.toSeconds(),
                        maxAgeSeconds));
    }
}
