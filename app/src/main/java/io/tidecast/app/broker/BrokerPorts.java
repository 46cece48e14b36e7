package io.tidecast.app.broker;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// The two loopback ports of a broker that is its own controller.
///
/// @param broker      port of the clients
/// @param controller  port of the KRaft quorum of one
public record BrokerPorts(int broker, int controller) {
    /// Ports that are free now. Another process may take one before the broker does; the broker then says so and dies.
    ///
    /// @param broker  port of the clients, 0: any
    /// @throws CommandFailure if the wanted port is busy
    public static BrokerPorts free(int broker) {
        try (ServerSocket first = bind(broker); ServerSocket second = bind(0)) {
            return new BrokerPorts(first.getLocalPort(), second.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a socket", e);
        }
    }

    private static ServerSocket bind(int port) {
        try {
            return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.ENVIRONMENT,
                    "port %d of 127.0.0.1 cannot be used: %s; choose another with --port, or leave it out for a free one"
                            .formatted(port, e.getMessage()),
                    e);
        }
    }
}
