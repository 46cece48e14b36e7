package io.tidecast.connectors.mqtt;

import io.tidecast.connectors.record.BytesOnly;
import io.tidecast.connectors.record.ConnectorVersion;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/// Takes readings from an MQTT 5 broker into a readings topic. A message is acknowledged when Kafka has its record, so none is lost; one whose
/// acknowledgement is lost comes twice, as QoS 1 says. Sparkplug B is left to an edge gateway.
public final class MqttSourceConnector extends SourceConnector {
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
        return MqttSourceTask.class;
    }

    /// One task: a session of the broker belongs to one client.
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(properties);
    }

    @Override
    public void stop() {
        // The task holds the client.
    }

    @Override
    public ConfigDef config() {
        return MqttSourceOptions.DEF;
    }

    @Override
    public Config validate(Map<String, String> given) {
        return BytesOnly.check(super.validate(given), given);
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> given) {
        return ExactlyOnceSupport.UNSUPPORTED;
    }
}
