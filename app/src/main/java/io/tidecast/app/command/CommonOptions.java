package io.tidecast.app.command;

import static java.util.Objects.requireNonNull;

import ch.qos.logback.classic.Level;
import io.tidecast.app.log.LogFormat;
import io.tidecast.app.log.Logs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What every command takes.
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
final class CommonOptions {
    static final String DEBUG = "--debug";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = {"-v", "--verbose"}, description = "Log what Kafka and Tidecast do, to standard error.")
    private boolean verbose;

    /// Read by [ErrorLines] from the arguments, since it matters most when there are no commands yet.
    @SuppressWarnings("UnusedVariable")
    @Option(names = DEBUG, description = "Print the stack trace of a failure.")
    private boolean debug;

    /// Refuses a value of an option unless a rule holds, in words that follow "must be".
    void require(boolean holds, String option, String rule, @Nullable Object got) {
        if (!holds) {
            throw new ParameterException(requireNonNull(command).commandLine(),
                    "%s must be %s, got %s".formatted(option, rule, got));
        }
    }

    /// The log of a command that speaks for itself: silent unless asked.
    Logs quietLogs() {
        Logs logs = Logs.silent();
        if (verbose) {
            logs.level("io.tidecast", Level.INFO).level("org.apache.kafka", Level.INFO)
                    .toStandardError(Level.INFO);
        }
        return logs;
    }

    /// The log of a command that runs for long: what matters, or all with `--verbose`.
    Logs serviceLogs(LogFormat format) {
        return Logs.silent().level("io.tidecast", Level.INFO)
                .level("org.apache.kafka", verbose ? Level.INFO : Level.WARN)
                .toStandardError(Level.INFO, format);
    }
}
