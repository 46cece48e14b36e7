package io.tidecast.app.command;

import ch.qos.logback.classic.Level;
import io.tidecast.app.log.LogFormat;
import io.tidecast.app.log.Logs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What every command takes.
@Command(mixinStandardHelpOptions = true, versionProvider = Version.class)
final class CommonOptions {
    static final String DEBUG = "--debug";

    @Option(names = {"-v", "--verbose"}, description = "Log what Kafka and Tidecast do, to standard error.")
    private boolean verbose;

    /// Read by [ErrorLines] from the arguments, since it matters most when there are no commands yet.
    @SuppressWarnings("UnusedVariable")
    @Option(names = DEBUG, description = "Print the stack trace of a failure.")
    private boolean debug;

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
