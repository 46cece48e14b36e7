package io.tidecast.model.train;

/// What came of an attempt to learn.
public enum Outcome {
    /// Nothing was to be done: it was not yet time for an update, or no target was present.
    SKIPPED,
    /// The parameters have moved.
    UPDATED,
    /// The loss or the gradient was not finite; everything is as it was before.
    NOT_FINITE
}
