package io.tidecast.connectors.worker;

import java.io.IOException;
import org.apache.kafka.connect.cli.ConnectDistributed;

/// Kafka's distributed worker, except that it ends when its parent does, however that ends.
final class RunUntilParentEnds {
    private RunUntilParentEnds() {}

    public static void main(String[] args) {
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
        ConnectDistributed.main(args);
    }
}
