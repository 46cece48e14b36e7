package io.tidecast.app.command;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Days, hours or minutes, such as `7d`, `36h` or `90m`; `forever` is a negative duration.
final class RetentionConverter implements ITypeConverter<Duration> {
    static final Duration FOREVER = Duration.ofMillis(-1);

    private static final Pattern LENGTH = Pattern.compile("([1-9]\\d{0,6})([dhm])");

    @Override
    public Duration convert(String text) {
        if (text.equals("forever")) {
            return FOREVER;
        }
        Matcher match = LENGTH.matcher(text);
        if (!match.matches()) {
            throw new TypeConversionException(
                    "expected forever or a length such as 7d, 36h or 90m, got '" + text + "'");
        }
        long count = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "d" -> Duration.ofDays(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofMinutes(count);
        };
    }
}
