package io.tidecast.connectors.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hivemq.client.mqtt.MqttClientState;
import io.tidecast.connectors.worker.Eventually;
import io.tidecast.connectors.worker.LoopbackPorts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int CONNECT = 0x10;
    private static final int DISCONNECT = 0xE0;
    /// Accepted, without a session and without properties.
    private static final byte[] ACCEPTED = {0x20, 3, 0, 0, 0};

    private final AtomicInteger connections = new AtomicInteger();

    private Connection connecting(int port) {
        var server = MqttServer.of(new AbstractConfig(MqttServer.define(new ConfigDef()),
                Map.of("mqtt.server", "mqtt://127.0.0.1:" + port, "name", "test"), false));
        var connection = new Connection(server, _ -> connections.incrementAndGet());
        var _ = connection.client().connectWith().cleanStart(false).send();
        return connection;
    }

    private static void await(Connection connection, MqttClientState state) {
        Eventually.holds(LIMIT, () -> "it is " + connection.client().getState(),
                () -> connection.client().getState() == state);
    }

    @Test
    void doesNotComeBackWhenItIsClosedBetweenTwoAttempts() throws IOException {
        Connection connection = connecting(LoopbackPorts.free());
        await(connection, MqttClientState.DISCONNECTED_RECONNECT);
        connection.close();
        await(connection, MqttClientState.DISCONNECTED);
    }

    @Test
    void leavesWhenItIsAcceptedOnlyAfterItWasClosed() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Connection connection = connecting(server.getLocalPort());
            try (Socket client = server.accept()) {
                client.setSoTimeout((int) LIMIT.toMillis());
                assertEquals(CONNECT, client.getInputStream().read());
                connection.close();
                client.getOutputStream().write(ACCEPTED);
                var said = new ByteArrayOutputStream();
                client.getInputStream().transferTo(said);
                byte[] bytes = said.toByteArray();
                assertTrue(bytes.length >= 2, bytes.length + " bytes");
                assertEquals(DISCONNECT, bytes[bytes.length - 2] & 0xFF);
                assertEquals(0, connections.get());
            }
        }
    }
}
