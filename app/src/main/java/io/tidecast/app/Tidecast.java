package io.tidecast.app;

import io.tidecast.app.command.TidecastCommand;

/// The `tidecast` command.
public final class Tidecast {
    private Tidecast() {}

    public static void main(String[] args) {
        System.exit(TidecastCommand.commandLine().execute(args));
    }
}
