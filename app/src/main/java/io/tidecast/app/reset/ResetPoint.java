package io.tidecast.app.reset;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.apache.kafka.clients.admin.OffsetSpec;

/// Where a pipeline begins to read again.
///
/// @param text earliest, latest or a time such as `2026-01-05T10:00:00Z`
public record ResetPoint(String text) {
    private static final String OLDEST = "earliest";
    private static final String NEWEST = "latest";
    /// With the oldest reading that is kept.
    public static final ResetPoint EARLIEST = new ResetPoint(OLDEST);

    public ResetPoint {
        if (!text.equals(OLDEST) && !text.equals(NEWEST)) {
            try {
                Instant.parse(text);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(
                        "expected earliest, latest or a time such as 2026-01-05T10:00:00Z, got " + text, e);
            }
        }
    }

    /// How brokers are asked for its offsets.
    OffsetSpec spec() {
        return switch (text) {
            case OLDEST -> OffsetSpec.earliest();
            case NEWEST -> OffsetSpec.latest();
            default -> OffsetSpec.forTimestamp(Instant.parse(text).toEpochMilli());
        };
    }
}
