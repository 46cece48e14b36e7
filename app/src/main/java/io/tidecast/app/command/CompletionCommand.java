package io.tidecast.app.command;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.exit.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `tidecast completion`.
@Command(name = "completion", description = {
        "Print a script with which bash and zsh complete commands and options at the press of Tab.",
        "",
        "Put the line of the first example into ~/.bashrc or ~/.zshrc."}, footer = {"", "Examples:",
                "  source <(tidecast completion)",
                "  tidecast completion > /etc/bash_completion.d/tidecast"})
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
        common.quietLogs();
        CommandLine root = requireNonNull(requireNonNull(spec).parent()).commandLine();
        root.getOut().println(AutoComplete.bash(root.getCommandName(), root));
        return ExitCode.OK.number();
    }
}
