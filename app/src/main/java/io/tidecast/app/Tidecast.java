package io.tidecast.app;

import io.tidecast.app.command.TidecastCommand;
import picocli.CommandLine;

/// The `tidecast` command.
public final class Tidecast {
    private Tidecast() {}

    public static void main(String[] args) {
        CommandLine command = TidecastCommand.commandLine();
        int code = command.execute(args);
        // Java notes every exit in the log, which would be set up for nothing else after help.
        if (!TidecastCommand.hasHelped(command)) {
            System.exit(code);
        }
    }
}
