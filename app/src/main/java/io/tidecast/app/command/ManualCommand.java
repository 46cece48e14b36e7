package io.tidecast.app.command;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.manual.ManPage;
import io.tidecast.app.manual.MarkdownManual;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tidecast manual`.
@Command(name = "manual", description = "Print the man page of a command, or all commands as docs/commands.md has them.", footer = {
        "", "Examples:", "  tidecast manual demo | man -l -",
        "  tidecast manual config show > tidecast-config-show.1",
        "  tidecast manual --output markdown    # this is docs/commands.md"})
final class ManualCommand implements Callable<Integer> {
    enum Form {
        man, markdown
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "The command (default: tidecast itself).")
    private List<String> names = new ArrayList<>();

    @Option(names = {"-o",
            "--output"}, defaultValue = "man", paramLabel = "man|markdown", description = "Form of the result on standard output (default: ${DEFAULT-VALUE}).")
    private Form output = Form.man;

    @Override
    public Integer call() {
        common.quietLogs();
        CommandLine root = requireNonNull(requireNonNull(spec).parent()).commandLine();
        root.getOut().println(
                output == Form.markdown ? MarkdownManual.of(root) : ManPage.of(find(root), Version.text()));
        return ExitCode.OK.number();
    }

    private CommandLine find(CommandLine root) {
        CommandLine command = root;
        for (String name : names) {
            CommandLine below = command.getSubcommands().get(name);
            if (below == null) {
                throw new ParameterException(requireNonNull(spec).commandLine(),
                        "there is no command %s; there are %s".formatted(String.join(" ", names),
                                String.join(", ", command.getSubcommands().keySet())));
            }
            command = below;
        }
        return command;
    }
}
