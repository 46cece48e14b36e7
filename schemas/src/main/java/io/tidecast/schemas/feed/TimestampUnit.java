package io.tidecast.schemas.feed;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/// What a number in a timestamp field counts since 1970-01-01T00:00:00Z. Text that is no number is ISO-8601 under every unit; without offset it is UTC.
///
/// Readings are kept in milliseconds: finer parts are cut off.
public enum TimestampUnit {
    /// As is usual in the format: nanoseconds in line protocol, milliseconds elsewhere.
    AUTO(1),
    /// Seconds, also with a fraction.
    S(1_000),
    /// Milliseconds.
    MS(1),
    /// Microseconds.
    US(0.001),
    /// Nanoseconds.
    NS(0.000_001),
    /// No number at all.
    ISO(0);

    private static final DateTimeFormatter TEXT = new DateTimeFormatterBuilder().parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE).appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME).appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final Pattern NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d+)?([eE][-+]?\\d{1,3})?");
    /// More digits than any time in milliseconds to nanoseconds has; keeps arithmetic short on hostile numbers.
    private static final int MOST_DIGITS = 40;

    private final BigDecimal millis;

    TimestampUnit(double millis) {
        this.millis = BigDecimal.valueOf(millis);
    }

    /// The time that a field's text says.
    ///
    /// @throws DateTimeException if it is none, saying what was expected
    Instant parse(String text) {
        String stripped = text.strip();
        if (!NUMBER.matcher(stripped).matches() || stripped.length() > MOST_DIGITS) {
            return parseText(stripped).truncatedTo(ChronoUnit.MILLIS);
        }
        if (this == ISO) {
            throw new DateTimeException("an ISO-8601 time such as 2026-01-05T10:00:00Z");
        }
        BigInteger time = new BigDecimal(stripped).multiply(millis).setScale(0, RoundingMode.FLOOR)
                .toBigInteger();
        if (time.bitLength() >= Long.SIZE) {
            throw new DateTimeException("a time since 1970 in " + unitName());
        }
        return Instant.ofEpochMilli(time.longValue());
    }

    private Instant parseText(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            // Then without offset, or with a space between.
        }
        try {
            return switch (TEXT.parseBest(text, OffsetDateTime::from, LocalDateTime::from)) {
                case OffsetDateTime time -> time.toInstant();
                case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
                default -> throw new DateTimeException("neither");
            };
        } catch (DateTimeException e) {
            throw new DateTimeException(this == ISO
                    ? "an ISO-8601 time such as 2026-01-05T10:00:00Z"
                    : "a number of %s since 1970, or an ISO-8601 time such as 2026-01-05T10:00:00Z"
                            .formatted(unitName()),
                    e);
        }
    }

    private String unitName() {
        return this == AUTO ? "milliseconds" : name().toLowerCase(Locale.ROOT);
    }
}
