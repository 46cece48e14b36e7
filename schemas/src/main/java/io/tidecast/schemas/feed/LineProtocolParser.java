package io.tidecast.schemas.feed;

import io.tidecast.schemas.BadRecordException;
import io.tidecast.schemas.BadRecordException.Fault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads InfluxDB line protocol, line by line:
///
/// ```
/// measurement[,tag=value...] field=value[,field=value...] [timestamp]
/// ```
///
/// A backslash takes the meaning from a following comma, equals sign or space, within quotes from a quote or backslash; before anything
/// else it stands for itself. Lines that are empty or begin with `#` are passed over. After a line that is none, reading goes on
/// with the next. Source: InfluxDB documentation, "Line protocol". Written here because the clients on Maven Central only write it.
public final class LineProtocolParser {
    private static final int END = -1;

    private final String text;
    private int at;

    /// @param text  one or several lines
    public LineProtocolParser(String text) {
        this.text = text;
    }

    /// The next line; null: there is no more.
    ///
    /// @throws BadRecordException if it is none
    public @Nullable LineProtocolPoint next() throws BadRecordException {
        skipEmpty();
        if (at >= text.length()) {
            return null;
        }
        int start = at;
        try {
            return point();
        } catch (BadRecordException e) {
            toNextLine();
            throw new BadRecordException(e.fault(), e.field(), "%s, in line %s".formatted(e.getMessage(),
                    Lines.shown(text.substring(start, Math.min(at, text.length())).strip())));
        }
    }

    private void skipEmpty() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#') {
                toNextLine();
            } else if (Character.isWhitespace(c)) {
                at++;
            } else {
                return;
            }
        }
    }

    private void toNextLine() {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
    }

    private LineProtocolPoint point() throws BadRecordException {
        String measurement = name("measurement", ", ");
        SortedMap<String, String> tags = new TreeMap<>();
        while (peek() == ',') {
            at++;
            String tag = name("tag", "=");
            expect('=', "tag " + tag);
            if (tags.put(tag, name(tag, ", ")) != null) {
                throw bad(tag, "tag %s must come once".formatted(tag));
            }
        }
        expect(' ', "measurement and tags");
        skipSpaces();
        Map<String, Object> fields = fields();
        skipSpaces();
        Long timestamp = atEndOfLine() ? null : timestamp();
        skipSpaces();
        if (!atEndOfLine()) {
            throw bad(null, "a line must end after its timestamp");
        }
        return new LineProtocolPoint(measurement, tags, fields, timestamp);
    }

    private Map<String, Object> fields() throws BadRecordException {
        Map<String, Object> fields = new LinkedHashMap<>();
        do {
            if (!fields.isEmpty()) {
                at++;
            }
            String field = name("field", "=");
            expect('=', "field " + field);
            Object value = peek() == '"' ? quoted(field) : unquoted(field);
            if (fields.put(field, value) != null) {
                throw bad(field, "field %s must come once".formatted(field));
            }
        } while (peek() == ',');
        return fields;
    }

    /// Text up to one of the ends that no backslash precedes.
    private String name(String what, String ends) throws BadRecordException {
        var name = new StringBuilder();
        while (!atEndOfLine() && ends.indexOf(text.charAt(at)) < 0) {
            char c = text.charAt(at++);
            if (c == '\\' && at < text.length() && ",= ".indexOf(text.charAt(at)) >= 0) {
                c = text.charAt(at++);
            }
            name.append(c);
        }
        if (name.isEmpty()) {
            throw bad(what, "%s must not be empty".formatted(what));
        }
        return name.toString();
    }

    private String quoted(String field) throws BadRecordException {
        var value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\' && at < text.length() && "\"\\".indexOf(text.charAt(at)) >= 0) {
                c = text.charAt(at++);
            }
            value.append(c);
        }
        throw bad(field, "the text of field %s must end with a quote".formatted(field));
    }

    private Object unquoted(String field) throws BadRecordException {
        int start = at;
        while (!atEndOfLine() && text.charAt(at) != ',' && text.charAt(at) != ' ') {
            at++;
        }
        String value = text.substring(start, at);
        try {
            return switch (value) {
                case "t", "T", "true", "True", "TRUE" -> true;
                case "f", "F", "false", "False", "FALSE" -> false;
                default -> number(value);
            };
        } catch (NumberFormatException e) {
            throw bad(field,
                    "field %s must be a number, true, false or text in quotes, got %s".formatted(field,
                            Lines.shown(value)));
        }
    }

    /// Beyond a `long` an unsigned integer becomes a `double`.
    private static Number number(String value) {
        String digits = value.substring(0, Math.max(0, value.length() - 1));
        if (value.endsWith("i")) {
            return Long.valueOf(digits);
        }
        if (value.endsWith("u")) {
            long number = Long.parseUnsignedLong(digits);
            if (number < 0) {
                return Double.valueOf(digits);
            }
            return number;
        }
        return FieldValue.parse(value);
    }

    private long timestamp() throws BadRecordException {
        int start = at;
        while (!atEndOfLine() && text.charAt(at) != ' ') {
            at++;
        }
        String digits = text.substring(start, at);
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new BadRecordException(Fault.TIME, "timestamp",
                    "the timestamp must be an integer, got %s".formatted(Lines.shown(digits)));
        }
    }

    private void expect(char c, String after) throws BadRecordException {
        if (peek() != c) {
            throw bad(null, "after %s there must be '%c'".formatted(after, c));
        }
        at++;
    }

    private void skipSpaces() {
        while (peek() == ' ') {
            at++;
        }
    }

    private int peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    private boolean atEndOfLine() {
        int c = peek();
        return c == END || c == '\n'
                || (c == '\r' && (at + 1 == text.length() || text.charAt(at + 1) == '\n'));
    }

    private static BadRecordException bad(@Nullable String field, String message) {
        return new BadRecordException(Fault.BYTES, field, message);
    }
}
