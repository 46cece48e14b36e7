package io.tidecast.app.crash;

import io.tidecast.app.Tidecast;
import java.io.IOException;

/// The `tidecast` command as a user runs it, except that it ends when its parent does, however that ends.
final class RunUntilParentEnds {
    private RunUntilParentEnds() {}

    public static void main(String[] args) {
        watch();
        Tidecast.main(args);
    }

    /// Takes the parent's orders, and ends this process when its parent is gone.
    static void watch() {
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            try {
                for (int order = System.in.read(); order >= 0; order = System.in.read()) {
                    Orders.take(order);
                }
            } catch (IOException e) {
                // The parent is gone as well.
            }
            Runtime.getRuntime().halt(1);
        });
    }
}
