package io.tidecast.connectors.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.tidecast.connectors.record.ConnectorVersion;
import io.tidecast.connectors.record.ForecastRecords;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/// Publishes the records of a batch and returns when the broker has acknowledged all of them.
public final class MqttSinkTask extends SinkTask {
    private static final long DELIVERY_LIMIT_SECONDS = 30;
    private static final long RETRY_MILLIS = 1000;

    private record Target(MqttSinkOptions options, Connection connection, ForecastRecords records) {}

    private @Nullable Target target;

    @Override
    public String version() {
        return ConnectorVersion.text();
    }

    @Override
    public void start(Map<String, String> properties) {
        MqttSinkOptions options = MqttSinkOptions.of(properties);
        var connection = new Connection(options.server(), connected -> {
        });
        target = new Target(options, connection, new ForecastRecords(context));
        var _ = connection.client().connectWith().cleanStart(true).send();
    }

    @Override
    public void put(Collection<SinkRecord> batch) {
        Target open = target;
        if (open == null) {
            return;
        }
        open.connection().requireHope();
        if (!batch.isEmpty() && !open.connection().client().getState().isConnected()) {
            // The client would keep it until there is a connection, and once more each time that it is given again.
            throw later("no connection to %s".formatted(open.options().server().uri()), null);
        }
        var sent = new ArrayList<CompletableFuture<?>>();
        for (SinkRecord record : batch) {
            try {
                sent.add(open.connection().client().publish(message(open.options(), record)));
            } catch (DataException | IllegalArgumentException e) {
                open.records().report(record, e);
            }
        }
        await(open, sent);
    }

    private static Mqtt5Publish message(MqttSinkOptions options, SinkRecord record) {
        return Mqtt5Publish.builder().topic(options.topic(ForecastRecords.key(record)))
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(options.retain()).payload(ForecastRecords.value(record)).build();
    }

    /// A batch whose delivery is unknown is sent again.
    private void await(Target open, Collection<CompletableFuture<?>> sent) {
        try {
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get(DELIVERY_LIMIT_SECONDS,
                    TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while publishing", e);
        } catch (TimeoutException | ExecutionException e) {
            open.connection().requireHope();
            throw later("%d messages to %s are not acknowledged: %s".formatted(sent.size(),
                    open.options().server().uri(), e.getMessage()), e);
        }
    }

    /// Has the worker give the same batch again.
    private RetriableException later(String reason, @Nullable Exception cause) {
        context.timeout(RETRY_MILLIS);
        return new RetriableException(reason, cause);
    }

    @Override
    public void stop() {
        if (target != null) {
            target.connection().close();
        }
    }
}
