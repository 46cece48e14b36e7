package io.tidecast.schemas.feed;

import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// One line of InfluxDB line protocol.
///
/// @param measurement  what was measured
/// @param tags         what it belongs to, in the order of their names
/// @param fields       values in the order of the line: `Double`, `Long`, `Boolean` or `String`
/// @param timestamp    in the unit of the sender, usually nanoseconds; null: none
public record LineProtocolPoint(String measurement, SortedMap<String, String> tags,
        Map<String, Object> fields,
        @Nullable Long timestamp) {
    /// The measurement and the tags as InfluxDB names a series: `cpu,core=0,host=a`.
    public String series() {
        var id = new StringBuilder(measurement);
        tags.forEach((name, value) -> id.append(',').append(name).append('=').append(value));
        return id.toString();
    }
}
