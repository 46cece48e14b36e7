package io.tidecast.schemas.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one reading, or several fields measured at one time, is made from: fields by name.
///
/// @param tree    the fields
/// @param series  id of the series as the format itself gives it; null: it does not
/// @param time    as the format or envelope itself gives it; null: it does not
/// @param values  names of the fields in `tree` that are a series each unless the mapping says otherwise; empty: the format has no such notion
record Document(ObjectNode tree, @Nullable String series, @Nullable Instant time, List<FieldPath> values) {
    static Document of(ObjectNode tree) {
        return new Document(tree, null, null, List.of());
    }
}
