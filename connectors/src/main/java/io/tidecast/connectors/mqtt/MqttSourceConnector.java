package io.tidecast.connectors.mqtt;

import io.tidecast.connectors.record.BytesOnly;
import io.tidecast.connectors.record.ConnectorVersion;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
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
        Config config = BytesOnly.check(super.validate(given), given);
        Map<String, ConfigValue> values = config.configValues().stream()
                .collect(Collectors.toMap(ConfigValue::name, Function.identity()));
        ConfigValue pattern = values.get(MqttSourceOptions.KEY_PATTERN);
        ConfigValue template = values.get(MqttSourceOptions.KEY_TEMPLATE);
        if (pattern != null && template != null && pattern.errorMessages().isEmpty()) {
            try {
                TopicPattern.of(String.valueOf(pattern.value()), String.valueOf(template.value()));
            } catch (ConfigException e) {
                template.addErrorMessage(e.getMessage());
            }
        }
        return config;
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> given) {
        return ExactlyOnceSupport.UNSUPPORTED;
    }
}
