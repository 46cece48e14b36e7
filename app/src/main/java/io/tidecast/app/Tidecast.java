package io.tidecast.app;

import io.tidecast.app.command.TidecastCommand;
import io.tidecast.app.log.Logs;

/// The `tidecast` command.
public final class Tidecast {
    private Tidecast() {}

    public static void main(String[] args) {
        Logs.silent();
        System.exit(TidecastCommand.commandLine().execute(args));
    }
}
