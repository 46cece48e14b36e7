package io.tidecast.connectors.influx;

import io.tidecast.connectors.record.BytesOnly;
import io.tidecast.connectors.record.ConnectorVersion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/// Writes forecasts as line protocol over HTTP: InfluxDB 1, 2 and 3, and what speaks its write API. A point that is written again is the same
/// point, so a repeated delivery changes nothing.
public final class InfluxSinkConnector extends SinkConnector {
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
        return InfluxSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, properties);
    }

    @Override
    public void stop() {
        // The tasks hold the connections.
    }

    @Override
    public ConfigDef config() {
        return InfluxOptions.DEF;
    }

    @Override
    public Config validate(Map<String, String> given) {
        return BytesOnly.check(super.validate(given), given);
    }
}
