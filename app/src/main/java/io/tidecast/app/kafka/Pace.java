package io.tidecast.app.kafka;

import io.tidecast.app.exit.StopSignal;
import java.time.Duration;

/// How fast readings are sent.
///
/// @param perSecond  readings a second, infinite: as fast as it goes
public record Pace(double perSecond) {
    /// As fast as it goes.
    public static final Pace MAX = new Pace(Double.POSITIVE_INFINITY);

    private static final Duration SMALLEST_WAIT = Duration.ofMillis(2);

    public Pace {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException(
                    "speed must be max or more than 0 readings per second, got " + perSecond);
        }
    }

    /// Reads `max` or a number of readings per second.
    public static Pace parse(String text) {
        return text.equals("max") ? MAX : new Pace(Double.parseDouble(text));
    }

    public boolean isMax() {
        return Double.isInfinite(perSecond);
    }

    @Override
    public String toString() {
        return isMax()
                ? "max"
                : perSecond == Math.rint(perSecond)
                        ? Long.toString((long) perSecond)
                        : Double.toString(perSecond);
    }

    /// Waits until the reading of this number, counted from 0, is due.
    void await(long number, long startNanos, StopSignal stop) {
        if (isMax()) {
            return;
        }
        var ahead = Duration.ofNanos((long) (number / perSecond * 1e9) - (System.nanoTime() - startNanos));
        if (ahead.compareTo(SMALLEST_WAIT) > 0) {
            stop.await(ahead);
        }
    }
}
