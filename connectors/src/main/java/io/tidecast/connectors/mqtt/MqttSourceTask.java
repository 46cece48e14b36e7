package io.tidecast.connectors.mqtt;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import io.tidecast.connectors.mqtt.MessageRecords.MessageRecord;
import io.tidecast.connectors.record.ConnectorVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands messages to the worker and acknowledges each when its record is committed.
public final class MqttSourceTask extends SourceTask {
    private static final Logger LOG = LoggerFactory.getLogger(MqttSourceTask.class);
    private static final int MESSAGES_UNDER_WAY = 1000;
    private static final long LONGEST_WAIT_MILLIS = 500;

    private record Message(Mqtt5Publish publish, Instant arrival) {}

    private final BlockingQueue<Message> arrived = new ArrayBlockingQueue<>(MESSAGES_UNDER_WAY);
    private @Nullable Connection connection;
    private @Nullable MessageRecords records;
    private @Nullable ExecutorService receiver;

    @Override
    public String version() {
        return ConnectorVersion.text();
    }

    @Override
    public void start(Map<String, String> properties) {
        MqttSourceOptions options = MqttSourceOptions.of(properties);
        records = new MessageRecords(options);
        var opened = new Connection(options.server(), connected -> subscribe(connected, options));
        connection = opened;
        receiver = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(options.server().clientId()).factory());
        Mqtt5AsyncClient client = opened.client();
        // Before the connection: the broker sends what it has kept at once.
        client.publishes(MqttGlobalPublishFilter.ALL, this::receive, receiver, true);
        var _ = client.connectWith().cleanStart(false)
                .sessionExpiryInterval(options.sessionExpiry().toSeconds())
                .restrictions().receiveMaximum(MESSAGES_UNDER_WAY).applyRestrictions().send();
    }

    /// On every connection: the broker may have forgotten the session. What the broker refuses ends the task; a lost connection comes again.
    private static void subscribe(Connection opened, MqttSourceOptions options) {
        var _ = opened.client().subscribeWith().addSubscriptions(subscriptions(options)).send()
                .whenComplete((subscribed, e) -> {
                    if (e instanceof Mqtt5SubAckException) {
                        opened.fail("cannot subscribe to " + options.filters(), e);
                    } else if (e != null) {
                        LOG.warn("not yet subscribed to {}: {}", options.filters(), e.getMessage());
                    }
                });
    }

    private static List<Mqtt5Subscription> subscriptions(MqttSourceOptions options) {
        return options.filters().stream().map(filter -> Mqtt5Subscription.builder().topicFilter(filter)
                .qos(MqttQos.AT_LEAST_ONCE).retainHandling(Mqtt5RetainHandling.DO_NOT_SEND).build()).toList();
    }

    /// Waits while the worker is behind: the broker then keeps what it has.
    private void receive(Mqtt5Publish message) {
        try {
            arrived.put(new Message(message, Instant.now()));
        } catch (InterruptedException e) {
            // The task has ended; the broker will send it again.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public @Nullable List<SourceRecord> poll() throws InterruptedException {
        if (connection == null || records == null) {
            return null;
        }
        connection.requireHope();
        Message first = arrived.poll(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        if (first == null) {
            return null;
        }
        var messages = new ArrayList<>(List.of(first));
        arrived.drainTo(messages);
        var made = new ArrayList<SourceRecord>();
        for (Message message : messages) {
            MessageRecord record = records.record(message.publish(), message.arrival());
            if (record != null) {
                made.add(record);
            } else {
                LOG.warn("a message of topic {} is left out: {} does not match it",
                        message.publish().getTopic(),
                        MqttSourceOptions.KEY_PATTERN);
                message.publish().acknowledge();
            }
        }
        return made.isEmpty() ? null : made;
    }

    /// @param metadata  null: a transformation left it out, which counts as done
    @Override
    public void commitRecord(SourceRecord record, @Nullable RecordMetadata metadata) {
        if (record instanceof MessageRecord message) {
            message.message().acknowledge();
        }
    }

    @Override
    public void stop() {
        if (connection != null) {
            connection.close();
        }
        if (receiver != null) {
            receiver.shutdownNow();
        }
    }
}
