package io.tidecast.app.manual;

import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.manual.CommandDescription.Argument;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/// All commands on one page: docs/commands.md.
public final class MarkdownManual {
    private static final String INTRODUCTION = """
            # Commands

            Made by `./tidecast manual --output markdown`; a test holds it to the code. The same is told by `tidecast COMMAND --help`, and as
            man pages by `tidecast manual COMMAND | man -l -`.

            Results go to standard output, as a table or with `--output json` as JSON; progress, logs and errors go to standard error. Colours are
            left out where standard output is no terminal or the environment variable `NO_COLOR` is set. The configuration that `--config`,
            `--set` and `TIDECAST_*` variables give: [configuration.md](configuration.md). `source <(tidecast completion)` teaches bash and zsh the
            commands and options.

            ## Exit codes

            | code | meaning |
            |---|---|
            """;

    private MarkdownManual() {}

    /// The page.
    public static String of(CommandLine root) {
        var lines = new ArrayList<>(INTRODUCTION.lines().toList());
        for (ExitCode code : ExitCode.values()) {
            lines.add("| %d | %s |".formatted(code.number(), code.meaning()));
        }
        CommandDescription.all(root).forEach(command -> describe(command, lines));
        return String.join("\n", lines);
    }

    private static void describe(CommandDescription command, List<String> lines) {
        lines.addAll(List.of("", "## " + command.name(), ""));
        command.description().forEach(paragraph -> lines.addAll(List.of(escaped(paragraph), "")));
        lines.addAll(List.of("```", command.synopsis(), "```"));
        table("command", command.subcommands(), lines);
        table("argument", command.arguments(), lines);
        List<String> notes = command.notes().stream().dropWhile(String::isBlank).toList();
        if (!notes.isEmpty()) {
            lines.addAll(List.of("", "```"));
            lines.addAll(notes);
            lines.add("```");
        }
    }

    private static void table(String header, List<Argument> arguments, List<String> lines) {
        if (!arguments.isEmpty()) {
            lines.addAll(List.of("", "| %s | meaning |".formatted(header), "|---|---|"));
            arguments.forEach(argument -> lines.add("| `%s` | %s |"
                    .formatted(argument.name().replace("|", "\\|"), escaped(argument.meaning()))));
        }
    }

    private static String escaped(String text) {
        return text.replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
    }
}
