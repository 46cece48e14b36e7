package io.tidecast.connectors.csv;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Turns a row's time cells into an instant.
///
/// One cell: ISO-8601 with or without offset, `yyyy-MM-dd HH:mm:ss`, `yyyy-MM-dd`, epoch seconds (also with a fraction) or epoch milliseconds.
/// Several cells: year, month, day, hour, and perhaps minute and second.
record TimeCells(ZoneId zone) {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    /// Seconds beyond the year 5138 are taken for milliseconds, and milliseconds before March 1973 for seconds.
    private static final double LARGEST_EPOCH_SECONDS = 1e11;
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart().appendPattern("['T'][' ']").append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[' '][XXX][XX][X]")
            .optionalEnd().toFormatter(Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    /// @throws DateTimeException if the cells are no time, with the reason
    Instant parse(List<String> cells) {
        Instant time = cells.size() == 1 ? timestamp(cells.getFirst()) : parts(cells);
        if (time.toEpochMilli() < 0) {
            throw new DateTimeException("time " + time + " is before 1970, which Kafka records cannot carry");
        }
        return time;
    }

    private Instant timestamp(String cell) {
        if (NUMBER.matcher(cell).matches()) {
            return epoch(cell);
        }
        try {
            var parsed = TIMESTAMP.parseBest(cell, OffsetDateTime::from, LocalDateTime::from,
                    LocalDate::from);
            return switch (parsed) {
                case OffsetDateTime time -> time.toInstant();
                case LocalDateTime time -> time.atZone(zone).toInstant();
                case LocalDate date -> date.atStartOfDay(zone).toInstant();
                default -> throw new DateTimeException("unexpected " + parsed);
            };
        } catch (DateTimeException e) {
            throw new DateTimeException(
                    "'" + cell + "' is no time (ISO-8601, yyyy-MM-dd HH:mm:ss, yyyy-MM-dd or epoch)", e);
        }
    }

    private static Instant epoch(String cell) {
        double number = Double.parseDouble(cell);
        if (Math.abs(number) >= LARGEST_EPOCH_SECONDS) {
            return Instant.ofEpochMilli((long) number);
        }
        return Instant.ofEpochMilli(Math.round(number * 1000));
    }

    private Instant parts(List<String> cells) {
        try {
            int[] part = new int[6];
            for (int i = 0; i < cells.size(); i++) {
                part[i] = Integer.parseInt(cells.get(i));
            }
            return LocalDateTime.of(part[0], part[1], part[2], part[3], part[4], part[5]).atZone(zone)
                    .toInstant();
        } catch (NumberFormatException | DateTimeException e) {
            throw new DateTimeException("'" + String.join(", ", cells) + "' is no year, month, day, hour", e);
        }
    }
}
