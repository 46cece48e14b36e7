package io.tidecast.benchmarks;

import org.jspecify.annotations.Nullable;

/// Another library that does the work of a [Learner], on one thread.
public interface Peer {
    /// Its name and version.
    String name();

    /// An update of a network of the shape, as [Learner#update]; null when the library has no such thing.
    @Nullable
    Runnable update(Shape shape);

    /// A step forward, as [Learner#step]; null when the library has no such cell.
    @Nullable
    Runnable step(Shape shape);
}
