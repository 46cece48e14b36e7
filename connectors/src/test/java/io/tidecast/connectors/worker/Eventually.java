package io.tidecast.connectors.worker;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what another process will do.
public final class Eventually {
    private static final Duration BETWEEN = Duration.ofMillis(100);

    private Eventually() {}

    /// Returns when the condition holds.
    ///
    /// @param limit   when to give up
    /// @param reason  what is said then
    public static void holds(Duration limit, Supplier<String> reason, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within %s: %s".formatted(limit, reason.get()));
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }
}
