package io.tidecast.schemas.feed;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A record as it stands on the readings topic.
public final class SourceRecord {
    private final @Nullable String key;
    private final byte[] value;
    private final long time;
    private final Function<String, @Nullable String> header;

    /// @param key     its key as text; null: none
    /// @param value   its bytes, which are not copied
    /// @param time    its timestamp, milliseconds since 1970-01-01T00:00:00Z
    /// @param header  gives the text of a header by name; null: there is none
    public SourceRecord(@Nullable String key, byte[] value, long time,
            Function<String, @Nullable String> header) {
        this.key = key;
        this.value = value;
        this.time = time;
        this.header = header;
    }

    @Nullable
    String key() {
        return key;
    }

    byte[] value() {
        return value;
    }

    long time() {
        return time;
    }

    @Nullable
    String header(String name) {
        return header.apply(name);
    }
}
