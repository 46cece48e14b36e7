package io.tidecast.app.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Reads the parameters of a request: those that are not known, and values out of their bounds, are problems that say what was expected.
final class Parameters {
    /// Longest series id, bytes; as the topology takes them.
    private static final int LONGEST_KEY = 1_024;

    private final Context request;

    /// @param known names that the query may have
    Parameters(Context request, String... known) {
        this.request = request;
        var unknown = new TreeSet<>(request.queryParamMap().keySet());
        unknown.removeAll(Set.of(known));
        if (!unknown.isEmpty()) {
            throw Problem.badRequest("unknown parameter '%s': expected %s".formatted(unknown.first(),
                    known.length == 0 ? "none" : "one of " + String.join(", ", known)));
        }
    }

    /// The series id of the path.
    String key() {
        String key = request.pathParam("key");
        if (key.isEmpty() || key.getBytes(UTF_8).length > LONGEST_KEY) {
            throw Problem.badRequest("a series id must have 1 to %d bytes of UTF-8, got %d"
                    .formatted(LONGEST_KEY, key.getBytes(UTF_8).length));
        }
        return key;
    }

    int integer(String name, int otherwise, int least, int most) {
        String text = request.queryParam(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw Problem.badRequest(
                "%s must be an integer from %d to %d, got '%s'".formatted(name, least, most,
                        shortened(text)));
    }

    boolean flag(String name) {
        String text = request.queryParam(name);
        return switch (text == null ? "false" : text) {
            case "true", "" -> true;
            case "false" -> false;
            default -> throw Problem.badRequest(
                    "%s must be true or false, got '%s'".formatted(name, shortened(String.valueOf(text))));
        };
    }

    <E extends Enum<E>> E choice(String name, E otherwise, E[] values) {
        List<String> names = Arrays.stream(values).map(Parameters::lower).toList();
        return values[names.indexOf(choice(name, lower(otherwise), names))];
    }

    String choice(String name, String otherwise, List<String> values) {
        String text = request.queryParam(name);
        if (text == null) {
            return otherwise;
        }
        if (!values.contains(text)) {
            throw Problem.badRequest("%s must be one of %s, got '%s'".formatted(name,
                    String.join(", ", values), shortened(text)));
        }
        return text;
    }

    String text(String name, int longest) {
        String text = request.queryParam(name);
        if (text == null) {
            return "";
        }
        if (text.length() > longest) {
            throw Problem.badRequest(
                    "%s must have at most %d characters, got %d".formatted(name, longest, text.length()));
        }
        return text;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
