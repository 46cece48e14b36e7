package io.tidecast.app.command;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.log.Logs;
import io.tidecast.connectors.reading.InputException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// One clear line for each failure, and its exit code; the stack trace only with `--debug`.
final class ErrorLines implements IExecutionExceptionHandler, IParameterExceptionHandler {
    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        boolean debug = parsed.expandedArgs().contains(CommonOptions.DEBUG);
        if (debug) {
            e.printStackTrace(command.getErr());
        }
        if (e instanceof ParameterException wrong) {
            return usage(wrong);
        }
        boolean known = e instanceof CommandFailure || e instanceof InputException;
        print(command, known
                ? String.valueOf(e.getMessage())
                : "unexpected failure: %s%s".formatted(e, debug ? "" : " (--debug shows where)"));
        return exitCode(e).number();
    }

    private static ExitCode exitCode(Exception e) {
        return switch (e) {
            case CommandFailure failure -> failure.exitCode();
            case InputException input -> switch (input.fault()) {
                case OPTIONS -> ExitCode.USAGE;
                case FILE -> ExitCode.INPUT;
            };
            default -> ExitCode.FAILED;
        };
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        Logs.silent();
        if (Arrays.asList(args).contains(CommonOptions.DEBUG)) {
            e.printStackTrace(e.getCommandLine().getErr());
        }
        return usage(e);
    }

    private static int usage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        print(command, String.valueOf(e.getMessage()));
        CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
        command.getErr().printf("Try '%s --help'.%n", command.getCommandSpec().qualifiedName());
        return ExitCode.USAGE.number();
    }

    private static void print(CommandLine command, String message) {
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + message);
    }
}
