package io.tidecast.connectors.mqtt;

import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client that stays connected: it comes back whenever the connection is lost, and gives up only where the broker refuses it for good.
final class Connection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final Duration FIRST_DELAY = Duration.ofMillis(500);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    private static final long CLOSE_LIMIT_SECONDS = 5;
    private static final Set<Mqtt5ConnAckReasonCode> FOR_GOOD = EnumSet.of(
            Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD, Mqtt5ConnAckReasonCode.NOT_AUTHORIZED,
            Mqtt5ConnAckReasonCode.CLIENT_IDENTIFIER_NOT_VALID, Mqtt5ConnAckReasonCode.BANNED,
            Mqtt5ConnAckReasonCode.UNSUPPORTED_PROTOCOL_VERSION,
            Mqtt5ConnAckReasonCode.BAD_AUTHENTICATION_METHOD);

    private final MqttServer server;
    private final Mqtt5AsyncClient client;
    private volatile @Nullable ConnectException failure;
    private volatile boolean closed;
    /// The wait before the next attempt.
    private volatile CompletableFuture<Void> pause = CompletableFuture.completedFuture(null);

    /// @param connected  called on every connection
    Connection(MqttServer server, Consumer<Connection> connected) {
        this.server = server;
        client = server.client().addConnectedListener(_ -> {
            if (closed) {
                var _ = client().disconnect();
            } else {
                connected.accept(this);
            }
        }).addDisconnectedListener(this::reconnect).buildAsync();
    }

    Mqtt5AsyncClient client() {
        return client;
    }

    /// Makes the connection fail for good.
    void fail(String what, Throwable cause) {
        failure = new ConnectException("%s at %s: %s".formatted(what, server.uri(), cause.getMessage()),
                cause);
    }

    /// Checks that there is a connection or hope of one.
    ///
    /// @throws ConnectException if the broker refuses it
    void requireHope() {
        ConnectException refused = failure;
        if (refused != null) {
            throw refused;
        }
    }

    private void reconnect(MqttClientDisconnectedContext lost) {
        if (closed || lost.getSource() == MqttDisconnectSource.USER) {
            return;
        }
        if (lost.getCause() instanceof Mqtt5ConnAckException refused
                && FOR_GOOD.contains(refused.getMqttMessage().getReasonCode())) {
            fail("refused", refused);
            return;
        }
        LOG.warn("no connection to {}: {}; trying again", server.uri(), lost.getCause().getMessage());
        int attempts = Math.min(lost.getReconnector().getAttempts(), 10);
        long delay = Math.min(FIRST_DELAY.toMillis() << attempts, LONGEST_DELAY.toMillis());
        pause = new CompletableFuture<Void>().completeOnTimeout(null, delay, TimeUnit.MILLISECONDS);
        lost.getReconnector().reconnectWhen(pause, (_, _) -> lost.getReconnector().reconnect(!closed));
    }

    /// For good: the next client of this id must not be thrown out by one that comes back.
    @Override
    public void close() {
        closed = true;
        pause.complete(null);
        try {
            client.disconnect().get(CLOSE_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("{} was not connected when it was left", server.uri());
        }
    }
}
