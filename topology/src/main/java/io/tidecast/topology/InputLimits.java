package io.tidecast.topology;

import java.time.Duration;

/// What is taken as a reading, and how large a record may be. What is beyond goes to the dead letters.
///
/// @param maxReadingBytes  largest record of the readings topic, bytes of key, value and headers
/// @param maxRecordBytes   largest record that is written: the producer's `max.request.size` and the topics' `max.message.bytes`
///                         must be more than that
/// @param future           a reading may be ahead of its partition's clock by so much; zero: by anything
/// @param grace            a reading may be behind its partition's clock by so much; zero: by anything
/// @param quarantineAfter  failures of a series' model in a row after which the series gets no more readings until a control
///                         record thaws or resets it
public record InputLimits(int maxReadingBytes, int maxRecordBytes, Duration future, Duration grace,
        int quarantineAfter) {
    /// 256 KB in, a little less than Kafka's default of 1 MB out, 30 days ahead, any time behind, 5 failures.
    public static final InputLimits DEFAULT = new InputLimits(256 << 10, 1_000_000, Duration.ofDays(30),
            Duration.ZERO, 5);

    /// A dead letter must have room for its headers.
    private static final int LEAST_RECORD_BYTES = 16 << 10;

    public InputLimits {
        if (maxReadingBytes < 1) {
            throw new IllegalArgumentException("maxReadingBytes must be at least 1, got " + maxReadingBytes);
        }
        if (maxRecordBytes < LEAST_RECORD_BYTES) {
            throw new IllegalArgumentException(
                    "maxRecordBytes must be at least %d, got %d".formatted(LEAST_RECORD_BYTES,
                            maxRecordBytes));
        }
        requireNotNegative("future", future);
        requireNotNegative("grace", grace);
        if (quarantineAfter < 1) {
            throw new IllegalArgumentException("quarantineAfter must be at least 1, got " + quarantineAfter);
        }
    }

    static void requireNotNegative(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, got " + duration);
        }
    }

    /// The same with other bounds of time.
    public InputLimits withTimes(Duration ahead, Duration behind) {
        return new InputLimits(maxReadingBytes, maxRecordBytes, ahead, behind, quarantineAfter);
    }

    /// The same with other sizes.
    public InputLimits withSizes(int readingBytes, int recordBytes) {
        return new InputLimits(readingBytes, recordBytes, future, grace, quarantineAfter);
    }
}
