package io.tidecast.connectors.reading;

import org.jspecify.annotations.Nullable;

/// Input cannot be read as asked; the message says what was expected, what came, what to do.
public final class InputException extends RuntimeException {
    /// Where the fault lies.
    public enum Fault {
        /// The options do not fit the file.
        OPTIONS,
        /// The file is absent, broken or not what it should be.
        FILE
    }

    private final Fault fault;

    public InputException(Fault fault, String message) {
        this(fault, message, null);
    }

    public InputException(Fault fault, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
