package io.tidecast.app.log;

import java.io.Console;
import java.util.Optional;

/// Whether a person is looking.
public final class Terminal {
    private Terminal() {}

    /// Whether standard input and output are a terminal.
    public static boolean isAttached() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }
}
