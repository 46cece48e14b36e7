package io.tidecast.schemas.registry;

/// The schema registry cannot be reached, or refuses what is asked; the message says which, where and what to do.
public final class RegistryException extends RuntimeException {
    public RegistryException(String message) {
        super(message);
    }

    public RegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
