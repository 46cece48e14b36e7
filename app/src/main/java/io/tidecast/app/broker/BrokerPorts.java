package io.tidecast.app.broker;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/// The two loopback ports of a broker that is its own controller.
///
/// @param broker      port of the clients
/// @param controller  port of the KRaft quorum of one
public record BrokerPorts(int broker, int controller) {
    /// Systems take the local ports of outgoing connections from those above (Linux from 32768 on): none of them can be in the way when
    /// the port is used, or used again after a restart.
    private static final int LOWEST = 20_000;
    private static final int COUNT = 12_000;
    /// One after the other, so that no two calls give the same; processes begin in different places.
    private static final AtomicInteger NEXT = new AtomicInteger(
            (int) (ProcessHandle.current().pid() * 64 % COUNT));

    /// Ports that are free now. Another process may take one before the broker does; the broker then says so and dies.
    ///
    /// @param broker  port of the clients, 0: any
    /// @throws CommandFailure if the wanted port is busy
    public static BrokerPorts free(int broker) {
        try (ServerSocket first = broker == 0 ? bindAny() : bind(broker); ServerSocket second = bindAny()) {
            return new BrokerPorts(first.getLocalPort(), second.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a socket", e);
        }
    }

    private static ServerSocket bindAny() {
        for (int tried = 0; tried < COUNT; tried++) {
            try {
                return open(LOWEST + Math.floorMod(NEXT.getAndIncrement(), COUNT));
            } catch (IOException e) {
                // Somebody has it; the next one then.
            }
        }
        return bind(0);
    }

    private static ServerSocket open(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }

    private static ServerSocket bind(int port) {
        try {
            return open(port);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.ENVIRONMENT,
                    "port %d of 127.0.0.1 cannot be used: %s; choose another with --port, or leave it out for a free one"
                            .formatted(port, e.getMessage()),
                    e);
        }
    }
}
