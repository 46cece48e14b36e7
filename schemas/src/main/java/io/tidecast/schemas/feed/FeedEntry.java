package io.tidecast.schemas.feed;

import io.tidecast.schemas.BadRecordException;
import io.tidecast.v1.Reading;
import org.jspecify.annotations.Nullable;

/// One thing that a record holds, and that gets an answer of its own.
public sealed interface FeedEntry {
    /// A reading.
    ///
    /// @param key      id of its series; null: the record's key
    /// @param reading  the reading; without time: that of the record
    record KeyedReading(@Nullable String key, Reading reading) implements FeedEntry {}

    /// What does not map.
    ///
    /// @param why  with the field that failed
    record Unmapped(BadRecordException why) implements FeedEntry {}
}
