package io.tidecast.connectors.lineprotocol;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One line of line protocol.
///
/// @param measurement  what is measured
/// @param tags         what tells its series from others, by name
/// @param fields       its numbers, in the order of the line
/// @param timestamp    in the unit that the sender chose; null: the line has none
record Point(String measurement, SortedMap<String, String> tags, Map<String, Double> fields,
        @Nullable Long timestamp) {
    Point {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /// The series id of one of its fields: `measurement,tag=value/field`, tags in the order of their names.
    String key(String field) {
        var key = new StringBuilder(measurement);
        tags.forEach((tag, value) -> key.append(',').append(tag).append('=').append(value));
        return key.append('/').append(field).toString();
    }
}
