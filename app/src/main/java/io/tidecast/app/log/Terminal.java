package io.tidecast.app.log;

import java.io.Console;
import java.util.Map;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// Whether a person is looking, and what may be shown to them.
public final class Terminal {
    private static final String NO_COLOR = "NO_COLOR";

    private Terminal() {}

    /// Whether standard input and output are a terminal.
    public static boolean isAttached() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    /// A progress bar, without colours where the environment variable `NO_COLOR` is set.
    public static ProgressBarBuilder progressBar(String task) {
        return new ProgressBarBuilder().setTaskName(task).setStyle(style(System.getenv()));
    }

    static ProgressBarStyle style(Map<String, String> environment) {
        return environment.containsKey(NO_COLOR)
                ? ProgressBarStyle.UNICODE_BLOCK
                : ProgressBarStyle.COLORFUL_UNICODE_BLOCK;
    }
}
