package io.tidecast.app.command;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.config.ConfigProblem;
import io.tidecast.app.exit.ExitCode;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tidecast config validate`.
@Command(name = "validate", description = {
        "Say everything that is wrong with a configuration at once, with the nearest name for unknown keys; connects to nothing.",
        "Exit code 0 if nothing is wrong, 2 otherwise. 'tidecast doctor' looks at the cluster as well."}, footer = {
                "", "Examples:",
                "  tidecast config validate --config tidecast.properties"})
final class ConfigValidateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    /// What the command has to say.
    ///
    /// @param problems the configuration cannot be used because of them
    /// @param warnings it can be used in spite of them
    private record Verdict(List<ConfigProblem> problems, List<String> warnings) {}

    @Override
    public Integer call() {
        common.quietLogs();
        List<ConfigProblem> problems = config.problems();
        var verdict = new Verdict(problems, problems.isEmpty() ? config.load().warnings() : List.of());
        output.print(requireNonNull(spec).commandLine().getOut(), () -> text(verdict), () -> verdict);
        return (problems.isEmpty() ? ExitCode.OK : ExitCode.USAGE).number();
    }

    private static String text(Verdict verdict) {
        Stream<String> problems = verdict.problems().stream()
                .map(problem -> "error: " + problem.message()
                        + (problem.source().isEmpty() ? "" : " (from " + problem.source() + ")"));
        Stream<String> warnings = verdict.warnings().stream().map(warning -> "warning: " + warning);
        String summary = verdict.problems().isEmpty()
                ? "the configuration can be used"
                : Count.of(verdict.problems().size(), "problem");
        return Stream.of(problems, warnings, Stream.of(summary)).flatMap(lines -> lines)
                .collect(Collectors.joining(System.lineSeparator()));
    }
}
