package io.tidecast.schemas.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.BadRecordException.Fault;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the numbers and times of fields; numbers may be text.
final class FieldValue {
    private static final int MOST_SHOWN = 100;

    private FieldValue() {}

    /// A field's number; null: missing.
    ///
    /// @throws BadRecordException if the field is not there or is no number
    static @Nullable Double number(FieldPath field, @Nullable JsonNode node) throws BadRecordException {
        if (node == null) {
            throw new BadRecordException(Fault.MISSING_FIELD, field.path(),
                    "value field %s must be present".formatted(field.path()));
        }
        if (node.isNull()) {
            return null;
        }
        if (node.isNumber()) {
            return node.doubleValue();
        }
        if (node.isTextual()) {
            try {
                return parse(node.textValue());
            } catch (NumberFormatException e) {
                // Said below, with what was expected.
            }
        }
        throw new BadRecordException(Fault.VALUE, field.path(),
                "field %s must be a number or null, got %s".formatted(field.path(), shown(node)));
    }

    /// The number that a text says, in decimal notation.
    static double parse(String text) {
        String stripped = text.strip();
        // Java's own suffixes and hexadecimal notation are no sensor's.
        if (stripped.isEmpty() || "dDfF".indexOf(stripped.charAt(stripped.length() - 1)) >= 0
                || stripped.indexOf('x') >= 0 || stripped.indexOf('X') >= 0) {
            throw new NumberFormatException(stripped);
        }
        return Double.parseDouble(stripped);
    }

    /// The numbers of an array, or one alone.
    static List<Double> numbers(FieldPath field, JsonNode node) throws BadRecordException {
        var numbers = new ArrayList<Double>();
        for (JsonNode element : node.isArray() ? node : List.of(node)) {
            Double number = number(field, element);
            if (number == null) {
                throw new BadRecordException(Fault.VALUE, field.path(),
                        "field %s must be numbers, got %s".formatted(field.path(), shown(node)));
            }
            numbers.add(number);
        }
        return numbers;
    }

    /// A field's time.
    static Instant time(FieldPath field, JsonNode node, TimestampUnit unit) throws BadRecordException {
        try {
            if (node.isNumber() || node.isTextual()) {
                return unit.parse(node.asText());
            }
        } catch (DateTimeException e) {
            throw new BadRecordException(Fault.TIME, field.path(), "timestamp field %s must be %s, got %s"
                    .formatted(field.path(), e.getMessage(), shown(node)));
        }
        throw new BadRecordException(Fault.TIME, field.path(),
                "timestamp field %s must be a number or text, got %s".formatted(field.path(), shown(node)));
    }

    /// A field for a message, not too long.
    static String shown(@Nullable JsonNode node) {
        String text = node == null ? "nothing" : node.toString();
        return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text;
    }
}
