package io.tidecast.app.command;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.output.TextTable;
import io.tidecast.app.reset.Reset;
import io.tidecast.app.reset.ResetPoint;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `tidecast reset`.
@Command(name = "reset", description = {
        "Make a pipeline forget all that it has learnt and begin to read again: sets the application's offsets in the readings,"
                + " deletes the changelog topics of its state and its state on this machine.",
        "",
        "Without --execute it only says what it would do. It refuses while an instance is running. Readings, forecasts, events and"
                + " dead letters stay: the next run writes its forecasts behind those that are there."}, footer = {
                        "",
                        "Instances on other machines have state of their own: run it there with --local as well before they start again.",
                        "", "Examples:", "  tidecast reset --config tidecast.properties",
                        "  tidecast reset --config tidecast.properties --to 2026-01-05T00:00:00Z --execute"})
final class ResetCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @Option(names = "--to", converter = ResetPointConverter.class, defaultValue = "earliest", paramLabel = "earliest|latest|TIME", description = {
            "Begin with the oldest reading, with the next one, or with the first one whose record is not older than a time such as"
                    + " 2026-01-05T10:00:00Z (default: ${DEFAULT-VALUE})."})
    private ResetPoint point = ResetPoint.EARLIEST;

    @Option(names = "--local", description = "Only the state on this machine.")
    private boolean local;

    @Option(names = "--execute", description = "Do it.")
    private boolean execute;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        common.quietLogs();
        TidecastConfig config = configuration.load();
        try (var cluster = Cluster.connect(config.adminProperties())) {
            Reset reset = Reset.plan(cluster, config, point, local);
            reset.requireInactive();
            if (execute) {
                reset.execute(cluster, config.applicationId());
            }
            print(reset);
        }
        return ExitCode.OK.number();
    }

    private void print(Reset reset) {
        PrintWriter out = requireNonNull(spec).commandLine().getOut();
        output.print(out, () -> {
            if (reset.steps().isEmpty()) {
                return "there is nothing to reset";
            }
            var table = new TextTable("what", "before", execute ? "now" : "then");
            reset.steps().forEach(step -> table.row(step.what(), step.before(), step.after()));
            return table + System.lineSeparator()
                    + (execute ? "done" : "nothing has been changed; --execute does it");
        }, () -> Map.of("executed", execute, "steps", reset.steps()));
    }
}
