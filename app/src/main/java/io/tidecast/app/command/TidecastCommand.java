package io.tidecast.app.command;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.log.Logs;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/// `tidecast`.
@Command(name = "tidecast", description = {
        "Forecasts for Kafka topics by recurrent networks that learn from every reading as it arrives."}, synopsisSubcommandLabel = "COMMAND", subcommands = {
                DemoCommand.class, BacktestCommand.class, TuneCommand.class, TrainCommand.class,
                ModelCommand.class, RunCommand.class, HealthCommand.class, InspectCommand.class,
                TailCommand.class, ResetCommand.class, PlanCommand.class,
                ReplayCommand.class, ConfigCommand.class, DoctorCommand.class,
                SimulateCommand.class,
                TopicsCommand.class, VersionCommand.class, CompletionCommand.class,
                ManualCommand.class}, footer = {"",
                        "Start here:",
                        "  tidecast demo", "  tidecast demo --input FILE.csv --time COLUMN",
                        "Each command explains itself: tidecast COMMAND --help"})
public final class TidecastCommand {
    /// Here for its options alone.
    @SuppressWarnings("UnusedVariable")
    @Mixin
    private CommonOptions common = new CommonOptions();

    private TidecastCommand() {}

    /// The command line with all its commands, error lines and exit codes.
    public static CommandLine commandLine() {
        var commandLine = new CommandLine(new TidecastCommand());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setExecutionStrategy(TidecastCommand::execute);
        commandLine.setExecutionExceptionHandler(new ErrorLines());
        commandLine.setParameterExceptionHandler(new ErrorLines());
        document(commandLine);
        RunCommand.documentKeys(requireNonNull(commandLine.getSubcommands().get("run")));
        return commandLine;
    }

    /// Help comes before anything is set up, the log above all, so that it comes at once.
    private static int execute(ParseResult parsed) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        Logs.silent();
        return new RunLast().execute(parsed);
    }

    /// Whether all that a call did was to print help or the version.
    public static boolean hasHelped(CommandLine commandLine) {
        for (ParseResult parsed = commandLine.getParseResult(); parsed != null; parsed = parsed
                .subcommand()) {
            if (parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested()) {
                return true;
            }
        }
        return false;
    }

    /// The same table of exit codes behind every command's help.
    private static void document(CommandLine commandLine) {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(String.valueOf(code.number()), code.meaning());
        }
        commandLine.getCommandSpec().usageMessage().optionListHeading("%nOptions:%n")
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(codes).commandListHeading("%nCommands:%n");
        commandLine.getSubcommands().values().forEach(TidecastCommand::document);
    }
}
