package io.tidecast.connectors.replay;

import io.tidecast.connectors.record.BytesOnly;
import io.tidecast.connectors.record.ConnectorVersion;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/// Replays CSV or line-protocol files into a readings topic: time-accurate, accelerated or as fast as possible, each reading once.
public final class ReplaySourceConnector extends SourceConnector {
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
        return ReplaySourceTask.class;
    }

    /// One task: the files are merged by time.
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(properties);
    }

    @Override
    public void stop() {
        // The task holds the files.
    }

    @Override
    public ConfigDef config() {
        return ReplayOptions.DEF;
    }

    @Override
    public Config validate(Map<String, String> given) {
        return BytesOnly.check(super.validate(given), given);
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> given) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    /// A null offset means from the beginning.
    @Override
    public boolean alterOffsets(Map<String, String> given, Map<Map<String, ?>, Map<String, ?>> offsets) {
        offsets.forEach((partition, offset) -> {
            FilePosition.requirePartition(partition);
            FilePosition.of(offset);
        });
        return true;
    }
}
