package io.tidecast.app.demo;

import io.tidecast.app.kafka.Pace;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a demo runs.
///
/// @param port           of the embedded broker, 0: any free one
/// @param workDirectory  kept; null: a temporary one
/// @param partitions     of each topic
/// @param pace           how fast readings are sent
/// @param forever        whether to go on until Ctrl-C
/// @param ui             whether to serve the live page
/// @param scoreRows      which rows are scored
/// @param settings       configuration keys
public record DemoOptions(int port, @Nullable Path workDirectory, int partitions, Pace pace, boolean forever,
        boolean ui, ScoreRows scoreRows, Map<String, String> settings) {}
