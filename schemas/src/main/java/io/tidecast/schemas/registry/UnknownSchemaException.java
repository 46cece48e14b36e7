package io.tidecast.schemas.registry;

/// The schema registry was asked for an id that it does not know.
public final class UnknownSchemaException extends Exception {
    public UnknownSchemaException(String message) {
        super(message);
    }
}
