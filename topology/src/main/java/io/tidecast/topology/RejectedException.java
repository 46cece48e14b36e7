package io.tidecast.topology;

import org.jspecify.annotations.Nullable;

/// A record cannot be taken as a reading; it goes to the dead letters.
final class RejectedException extends Exception {
    private final transient DeadLetter.Reason reason;

    private final @Nullable String field;

    RejectedException(DeadLetter.Reason reason, String message) {
        this(reason, null, message);
    }

    /// @param field  that failed; null: none in particular
    RejectedException(DeadLetter.Reason reason, @Nullable String field, String message) {
        super(message);
        this.reason = reason;
        this.field = field;
    }

    @Nullable
    String field() {
        return field;
    }

    DeadLetter.Reason reason() {
        return reason;
    }
}
