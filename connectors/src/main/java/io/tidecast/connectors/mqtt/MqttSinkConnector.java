package io.tidecast.connectors.mqtt;

import io.tidecast.connectors.record.BytesOnly;
import io.tidecast.connectors.record.ConnectorVersion;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/// Publishes forecasts, as they stand on their topic, to an MQTT 5 broker at QoS 1.
public final class MqttSinkConnector extends SinkConnector {
    private Map<String, String> properties = Map.of();

    @Override
    public String version() {
        return ConnectorVersion.text();
    }

    @Override
    public void start(Map<String, String> given) {
        properties = Map.copyOf(given);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return MqttSinkTask.class;
    }

    /// One task: two clients of the same id would push each other out.
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(properties);
    }

    @Override
    public void stop() {
        // The tasks hold the connections.
    }

    @Override
    public ConfigDef config() {
        return MqttSinkOptions.DEF;
    }

    @Override
    public Config validate(Map<String, String> given) {
        return BytesOnly.check(super.validate(given), given);
    }
}
