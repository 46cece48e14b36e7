package io.tidecast.topology;

/// The model has failed on a reading; its live state is gone, and what the stores have is as before.
final class UpdateFailedException extends Exception {
    UpdateFailedException(RuntimeException cause) {
        super("the model failed on the reading: " + cause, cause);
    }
}
