package io.tidecast.topology;

/// A record cannot be taken as a reading; it goes to the dead letters.
final class RejectedException extends Exception {
    private final transient DeadLetter.Reason reason;

    RejectedException(DeadLetter.Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    DeadLetter.Reason reason() {
        return reason;
    }
}
