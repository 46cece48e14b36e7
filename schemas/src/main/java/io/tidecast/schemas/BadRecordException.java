package io.tidecast.schemas;

/// A record's bytes are not what its format says; the message names the rule, what was expected and what came.
public final class BadRecordException extends Exception {
    public BadRecordException(String message) {
        super(message);
    }

    public BadRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
