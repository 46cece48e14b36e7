package io.tidecast.schemas.feed;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a field stands in a document: `temp`, `sensor.values.temp`, `readings.0.temp`.
///
/// A field whose own name holds dots is found as well, and wins.
///
/// @param name  what it is called in the reading
/// @param path  names from the outside in, with dots between; in an array, the position
public record FieldPath(String name, String path) {
    public FieldPath {
        if (name.isBlank() || path.isBlank()) {
            throw new IllegalArgumentException(
                    "a field must be PATH or NAME=PATH such as temp=sensor.values.temp, got '%s=%s'"
                            .formatted(name, path));
        }
    }

    /// Reads `PATH`, whose last part is then the name, or `NAME=PATH`.
    public static FieldPath of(String text) {
        int equals = text.indexOf('=');
        if (equals >= 0) {
            return new FieldPath(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
        }
        String path = text.strip();
        return new FieldPath(path.substring(path.lastIndexOf('.') + 1), path);
    }

    /// Reads several.
    public static List<FieldPath> of(List<String> texts) {
        return texts.stream().map(FieldPath::of).toList();
    }

    /// The field in a document; null: it is not there.
    @Nullable
    JsonNode in(JsonNode tree) {
        JsonNode own = tree.get(path);
        if (own != null) {
            return own;
        }
        JsonNode node = tree;
        for (int from = 0; from <= path.length();) {
            int dot = path.indexOf('.', from);
            String part = path.substring(from, dot < 0 ? path.length() : dot);
            node = node.isArray() ? node.get(position(part)) : node.get(part);
            if (node == null) {
                return null;
            }
            from = dot < 0 ? path.length() + 1 : dot + 1;
        }
        return node;
    }

    private static int position(String part) {
        return part.matches("\\d{1,9}") ? Integer.parseInt(part) : -1;
    }
}
