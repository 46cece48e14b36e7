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

    /// Ends this process when its parent is gone.
    static void watch() {
        Thread.ofPlatform().daemon().name("parent-watch").start(() -> {
            try {
                while (System.in.read() >= 0) {
                    // The parent sends nothing; the end of the stream is the message.
                }
            } catch (IOException e) {
                // The parent is gone as well.
            }
            Runtime.getRuntime().halt(1);
        });
    }
}
