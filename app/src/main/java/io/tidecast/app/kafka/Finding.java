package io.tidecast.app.kafka;

/// What a check has found.
///
/// @param level   how bad it is
/// @param check   what was looked at, such as `partitions`
/// @param message what was expected, what came, and what to do
public record Finding(Level level, String check, String message) {
    /// How bad it is.
    public enum Level {
        /// As it should be.
        OK,
        /// It works, but something may come of it.
        WARNING,
        /// It does not work, or not for long.
        ERROR
    }

    public static Finding ok(String check, String message) {
        return new Finding(Level.OK, check, message);
    }

    public static Finding warning(String check, String message) {
        return new Finding(Level.WARNING, check, message);
    }

    public static Finding error(String check, String message) {
        return new Finding(Level.ERROR, check, message);
    }
}
