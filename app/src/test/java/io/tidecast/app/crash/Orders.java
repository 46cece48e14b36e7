package io.tidecast.app.crash;

import java.util.EnumSet;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What a test application is told to do by its parent, by single bytes on its standard input.
final class Orders {
    /// Its clock jumps ahead.
    static final int JUMP = 'J';
    /// As `kill -9`: 128 + 9.
    private static final int KILLED = 137;

    private static final AtomicReference<@Nullable KillPoint> ARMED = new AtomicReference<>();

    private Orders() {}

    /// In the test application: takes an order.
    static void take(int order) {
        if (order == JUMP) {
            ShiftedClock.jump();
        } else {
            ARMED.set(
                    EnumSet.allOf(KillPoint.class).stream().filter(point -> point.order == order).findFirst()
                            .orElseThrow());
        }
    }

    static boolean isArmed(KillPoint point) {
        return ARMED.get() == point;
    }

    /// In the test application: it is at the point, and ends if that is the one.
    static void at(KillPoint point) {
        if (isArmed(point)) {
            Runtime.getRuntime().halt(KILLED);
        }
    }
}
