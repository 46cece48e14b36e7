package io.tidecast.schemas.feed;

import io.tidecast.v1.Reading;
import org.jspecify.annotations.Nullable;

/// Reads the usual record, one reading in the contract's own form, without a tree of fields in between. Whatever is not just that is left
/// to the [DocumentParser] and the mapping of the format, which also say what is wrong with it; where this reads one, they read the same.
///
/// Safe for use by several threads.
interface PlainReading {
    /// For formats that have no such form.
    PlainReading NONE = value -> null;

    /// The reading; null: the bytes are not of that form.
    ///
    /// @throws io.tidecast.schemas.registry.RegistryException if the registry is needed and cannot be reached
    @Nullable
    Reading read(byte[] value);
}
