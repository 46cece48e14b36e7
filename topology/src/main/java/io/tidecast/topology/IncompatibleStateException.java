package io.tidecast.topology;

import org.apache.kafka.streams.errors.StreamsException;

/// Stored state cannot be used by the model that is configured. It does not pass by itself: a new thread would meet it again.
public final class IncompatibleStateException extends StreamsException {
    IncompatibleStateException(String message) {
        super(message);
    }

    IncompatibleStateException(String message, Throwable cause) {
        super(message, cause);
    }
}
