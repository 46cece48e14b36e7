package io.tidecast.app.manual;

import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.manual.CommandDescription.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/// One command as a man page, in the macros of man(7).
public final class ManPage {
    private final List<String> lines = new ArrayList<>();

    private ManPage() {}

    /// The page.
    ///
    /// @param version of the program
    public static String of(CommandLine command, String version) {
        var page = new ManPage();
        page.describe(CommandDescription.of(command), version);
        return String.join("\n", page.lines);
    }

    private void describe(CommandDescription command, String version) {
        String name = command.name().replace(' ', '-');
        lines.add(".TH \"%s\" 1 \"\" \"tidecast %s\" \"Tidecast\"".formatted(name.toUpperCase(Locale.ROOT),
                version));
        section("NAME");
        text("%s - %s".formatted(name, command.description().getFirst()));
        section("SYNOPSIS");
        text(command.synopsis());
        section("DESCRIPTION");
        command.description().forEach(paragraph -> {
            lines.add(".PP");
            text(paragraph);
        });
        arguments("COMMANDS", command.subcommands());
        arguments("OPTIONS", command.arguments());
        List<String> notes = command.notes().stream().dropWhile(String::isBlank).toList();
        if (!notes.isEmpty()) {
            section("NOTES");
            lines.add(".nf");
            notes.forEach(this::text);
            lines.add(".fi");
        }
        section("EXIT STATUS");
        for (ExitCode code : ExitCode.values()) {
            item(String.valueOf(code.number()), code.meaning());
        }
    }

    private void arguments(String title, List<Argument> arguments) {
        if (!arguments.isEmpty()) {
            section(title);
            arguments.forEach(argument -> item(argument.name(), argument.meaning()));
        }
    }

    private void section(String title) {
        lines.add(".SH \"" + title + "\"");
    }

    private void item(String name, String meaning) {
        lines.add(".TP");
        lines.add("\\fB" + escaped(name) + "\\fR");
        text(meaning);
    }

    /// A line that begins with a dot or an apostrophe would be a command.
    private void text(String text) {
        String escaped = escaped(text);
        lines.add(escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-");
    }
}
