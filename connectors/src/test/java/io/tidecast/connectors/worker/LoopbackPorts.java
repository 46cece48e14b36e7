package io.tidecast.connectors.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/// Ports for the servers of the tests.
public final class LoopbackPorts {
    /// Systems take the local ports of outgoing connections from those above (Linux from 32768 on): none of them can be in the way when
    /// a server that was killed takes its port again.
    private static final int LOWEST = 20_000;
    private static final int COUNT = 12_000;
    /// One after the other, so that no two calls give the same; processes begin in different places.
    private static final AtomicInteger NEXT = new AtomicInteger(
            (int) (ProcessHandle.current().pid() * 64 % COUNT));

    private LoopbackPorts() {}

    /// A port that is free now.
    public static int free() throws IOException {
        for (int tried = 0; tried < COUNT; tried++) {
            int port = LOWEST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException e) {
                // Somebody has it; the next one then.
            }
        }
        throw new IOException("no port from %d to %d is free".formatted(LOWEST, LOWEST + COUNT - 1));
    }
}
