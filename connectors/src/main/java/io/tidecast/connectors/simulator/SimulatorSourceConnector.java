package io.tidecast.connectors.simulator;

import io.tidecast.connectors.record.BytesOnly;
import io.tidecast.connectors.record.ConnectorVersion;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/// Writes the readings of a simulated fleet of sensors into a readings topic: daily and weekly cycles, noise, faults, late and duplicate readings.
/// The same configuration gives the same readings, each once.
public final class SimulatorSourceConnector extends SourceConnector {
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
        return SimulatorSourceTask.class;
    }

    /// One task: all sensors of a fleet share its weather and its transport.
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(properties);
    }

    @Override
    public void stop() {
        // Nothing is open.
    }

    @Override
    public ConfigDef config() {
        return SimulatorOptions.DEF;
    }

    @Override
    public Config validate(Map<String, String> given) {
        return BytesOnly.check(super.validate(given), given);
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> given) {
        return ExactlyOnceSupport.SUPPORTED;
    }
}
