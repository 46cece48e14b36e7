package io.tidecast.connectors.lineprotocol;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes one line of InfluxDB line protocol apart: `measurement[,tag=value...] field=value[,field=value...] [timestamp]`.
/// A backslash takes from a comma, an equals sign or a space its meaning; a string is quoted.
/// Source: InfluxDB 2 documentation, "Line protocol".
final class LineParser {
    private static final Pattern INTEGER = Pattern.compile("-?\\d+[iu]");

    private final String line;
    private int at;

    private LineParser(String line) {
        this.line = line;
    }

    /// @throws IllegalArgumentException if it is none, with the reason
    static Point parse(String line) {
        return new LineParser(line).point();
    }

    private Point point() {
        String measurement = text(", ");
        require(!measurement.isEmpty(), "a measurement");
        var tags = new TreeMap<String, String>();
        while (skip(',')) {
            String tag = text("=, ");
            require(skip('='), "= after tag '" + tag + "'");
            tags.put(tag, text(", "));
        }
        require(skip(' '), "a space before the fields");
        Map<String, Double> fields = fields();
        return new Point(measurement, tags, fields, timestamp());
    }

    private Map<String, Double> fields() {
        var fields = new LinkedHashMap<String, Double>();
        do {
            String field = text("=, ");
            require(!field.isEmpty() && skip('='), "field=value");
            Double number = value(field);
            if (number != null) {
                fields.put(field, number);
            }
        } while (skip(','));
        return fields;
    }

    /// A number; null: a boolean or a string, which no sensor measures.
    private @Nullable Double value(String field) {
        if (at < line.length() && line.charAt(at) == '"') {
            skipString();
            return null;
        }
        String value = text(", ");
        if (value.matches("[tT]|[fF]|true|True|TRUE|false|False|FALSE")) {
            return null;
        }
        double number = number(
                INTEGER.matcher(value).matches() ? value.substring(0, value.length() - 1) : value);
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(
                    "field '%s' must be a finite number, a boolean or a string, got '%s'".formatted(field,
                            value));
        }
        return number;
    }

    /// NaN where there is no number, which line protocol cannot say otherwise.
    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private void skipString() {
        at++;
        while (at < line.length() && line.charAt(at) != '"') {
            at += line.charAt(at) == '\\' ? 2 : 1;
        }
        require(skip('"'), "a closing quote");
    }

    private @Nullable Long timestamp() {
        String rest = line.substring(Math.min(at, line.length())).strip();
        try {
            return rest.isEmpty() ? null : Long.valueOf(rest);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the timestamp must be an integer, got '%s'".formatted(rest),
                    e);
        }
    }

    /// Unescaped text up to one of these characters.
    private String text(String ends) {
        var text = new StringBuilder();
        while (at < line.length() && ends.indexOf(line.charAt(at)) < 0) {
            if (line.charAt(at) == '\\' && at + 1 < line.length()
                    && ",= ".indexOf(line.charAt(at + 1)) >= 0) {
                at++;
            }
            text.append(line.charAt(at++));
        }
        return text.toString();
    }

    private boolean skip(char expected) {
        boolean there = at < line.length() && line.charAt(at) == expected;
        at += there ? 1 : 0;
        return there;
    }

    private void require(boolean there, String expected) {
        if (!there) {
            throw new IllegalArgumentException(
                    "expected %s at column %d, got '%s'".formatted(expected, at + 1,
                            line.substring(Math.min(at, line.length()))));
        }
    }
}
