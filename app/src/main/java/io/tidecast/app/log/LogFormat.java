package io.tidecast.app.log;

/// How log lines are written.
public enum LogFormat {
    /// For people.
    TEXT,
    /// For log collectors: one object a line, with `timestamp` (milliseconds), `level`, `threadName`, `loggerName`, `formattedMessage`
    /// and, of a failure, `throwable`.
    JSON
}
