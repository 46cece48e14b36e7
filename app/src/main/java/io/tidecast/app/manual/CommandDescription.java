package io.tidecast.app.manual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// One command as its `--help` tells it.
///
/// @param name        with those of the commands above it, such as `tidecast config show`
/// @param synopsis    how it is called
/// @param description paragraphs
/// @param arguments   parameters and options
/// @param notes       what stands at the end, line by line: notes and examples
/// @param subcommands names and first lines of the commands below it
record CommandDescription(String name, String synopsis, List<String> description, List<Argument> arguments,
        List<String> notes, List<Argument> subcommands) {

    private static final int ONE_LINE = 10_000;

    /// A parameter, an option with all its names, or a command.
    record Argument(String name, String meaning) {}

    /// A command and all below it.
    static List<CommandDescription> all(CommandLine command) {
        var all = new ArrayList<CommandDescription>();
        all.add(of(command));
        for (CommandLine below : command.getSubcommands().values()) {
            if (!below.getCommandSpec().usageMessage().hidden()) {
                all.addAll(all(below));
            }
        }
        return all;
    }

    static CommandDescription of(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        UsageMessageSpec usage = spec.usageMessage();
        var arguments = new ArrayList<Argument>();
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            arguments.add(new Argument(parameter.paramLabel(), meaning(parameter)));
        }
        // Options that are methods come in an order that is Java's own.
        spec.options().stream().filter(option -> !option.hidden())
                .sorted(Comparator.comparing(OptionSpec::longestName))
                .forEach(option -> arguments.add(new Argument(names(option), meaning(option))));
        return new CommandDescription(spec.qualifiedName(), synopsis(command),
                paragraphs(usage.description()),
                arguments,
                lines(usage.footer()), command.getSubcommands().values().stream()
                        .map(CommandLine::getCommandSpec).filter(below -> !below.usageMessage().hidden())
                        .map(below -> new Argument(below.name(),
                                paragraphs(below.usageMessage().description()).getFirst()))
                        .toList());
    }

    /// On one line, so that it is not broken where words are not.
    private static String synopsis(CommandLine command) {
        command.setUsageHelpAutoWidth(false);
        command.setUsageHelpWidth(ONE_LINE);
        return command.getHelp().synopsis(0).strip();
    }

    private static String names(OptionSpec option) {
        String names = String.join(", ", option.names());
        return option.arity().max() == 0 ? names : names + "=" + option.paramLabel();
    }

    private static String meaning(ArgSpec argument) {
        String meaning = String.join(" ", lines(argument.description()));
        return argument.required() ? meaning + " Required." : meaning;
    }

    /// Lines as picocli formats them, without its marks for colours.
    private static List<String> lines(String[] lines) {
        return Arrays.stream(lines).map(line -> Ansi.OFF.string(String.format(Locale.ROOT, line))).toList();
    }

    private static List<String> paragraphs(String[] lines) {
        return lines(lines).stream().filter(line -> !line.isBlank()).toList();
    }
}
