package io.tidecast.app.command;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.doctor.Doctor;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.kafka.Finding;
import io.tidecast.app.kafka.Finding.Level;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tidecast doctor`.
@Command(name = "doctor", description = {
        "Look for everything that keeps a pipeline from running or will one day, and say what to do: Java, memory, disk, brokers,"
                + " topics, partitions, retention, record sizes, permissions, formats, clocks.",
        "",
        "It changes nothing. Exit code 0 if there are no errors (there may be warnings), 2 if the configuration is wrong, 4 otherwise."}, footer = {
                "", "Examples:", "  tidecast doctor --config tidecast.properties",
                "  tidecast doctor --set bootstrap.servers=localhost:9092 --output json"})
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        common.quietLogs();
        TidecastConfig config = configuration.load();
        List<Finding> findings = Stream
                .concat(config.warnings().stream().map(warning -> Finding.warning("configuration", warning)),
                        Doctor.examine(config, configuration.asArguments()).stream())
                .toList();
        output.print(requireNonNull(spec).commandLine().getOut(), () -> text(findings), () -> findings);
        return (count(findings, Level.ERROR) == 0 ? ExitCode.OK : ExitCode.ENVIRONMENT).number();
    }

    private static String text(List<Finding> findings) {
        String lines = findings.stream()
                .map(finding -> "%-8s %-13s %s".formatted(finding.level().name().toLowerCase(Locale.ROOT),
                        finding.check(), finding.message()))
                .collect(Collectors.joining(System.lineSeparator()));
        return "%s%n%s, %s".formatted(lines, Count.of(count(findings, Level.ERROR), "error"),
                Count.of(count(findings, Level.WARNING), "warning"));
    }

    private static long count(List<Finding> findings, Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }
}
