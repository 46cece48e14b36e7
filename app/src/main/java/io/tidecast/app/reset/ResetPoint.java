package io.tidecast.app.reset;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.apache.kafka.clients.admin.OffsetSpec;

/// Where a pipeline begins to read again.
///
/// @param text earliest, latest or a time
/// @param spec how brokers are asked for its offsets
public record ResetPoint(String text, OffsetSpec spec) {
    /// With the oldest reading that is kept.
    public static final ResetPoint EARLIEST = new ResetPoint("earliest", OffsetSpec.earliest());

    /// Reads `earliest`, `latest` or a time such as `2026-01-05T10:00:00Z`.
    public static ResetPoint parse(String text) {
        return switch (text) {
            case "earliest" -> EARLIEST;
            case "latest" -> new ResetPoint(text, OffsetSpec.latest());
            default -> {
                try {
                    yield new ResetPoint(text, OffsetSpec.forTimestamp(Instant.parse(text).toEpochMilli()));
                } catch (DateTimeParseException e) {
                    throw new IllegalArgumentException(
                            "expected earliest, latest or a time such as 2026-01-05T10:00:00Z, got " + text,
                            e);
                }
            }
        };
    }
}
