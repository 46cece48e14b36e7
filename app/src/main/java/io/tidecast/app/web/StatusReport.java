package io.tidecast.app.web;

import io.tidecast.app.kafka.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.StreamsNotStartedException;

/// What the page shows of the pipeline as a whole.
///
/// @param state             of Kafka Streams on this instance
/// @param lag               readings of this instance's partitions that are still to be read
/// @param restoring         changelog records that are still to be restored
/// @param restoreTotal      of how many
/// @param series            on the board
/// @param forecasts         taken by the board since it began
/// @param forecastsPerSecond of all instances, over the last seconds
/// @param deadLetters       by reason, of those that the board has read
/// @param instances         that share the partitions
record StatusReport(String state, long lag, long restoring, long restoreTotal, int series, long forecasts,
        double forecastsPerSecond, Map<String, Long> deadLetters, List<Instance> instances, Topics topics) {

    /// One instance.
    ///
    /// @param address    of its web server
    /// @param self       whether it is the one that answers
    /// @param partitions that it reads
    record Instance(String address, boolean self, List<Integer> partitions) {}

    /// Names of the topics, for the picture.
    record Topics(String readings, String forecasts, String events, String deadLetters) {}

    static StatusReport of(KeyRoutes.Sources from, double perSecond, String self) {
        Pipeline pipeline = from.pipeline();
        Board board = from.board();
        var options = from.options();
        return new StatusReport(pipeline.state(), pipeline.lag(), pipeline.restore().remaining(),
                pipeline.restore().total(), board.size(), board.forecasts(), perSecond, board.deadLetters(),
                instances(pipeline, options.readingsTopic(), self),
                new Topics(options.readingsTopic(), options.forecastsTopic(), options.eventsTopic(),
                        options.deadLettersTopic()));
    }

    private static List<Instance> instances(Pipeline pipeline, String readingsTopic, String self) {
        var instances = new TreeMap<String, Instance>();
        try {
            for (StreamsMetadata metadata : pipeline.streams().metadataForAllStreamsClients()) {
                String address = metadata.host() + ":" + metadata.port();
                List<Integer> partitions = metadata.topicPartitions().stream()
                        .filter(partition -> partition.topic().equals(readingsTopic))
                        .map(partition -> partition.partition()).sorted().toList();
                instances.put(address, new Instance(address, address.equals(self), partitions));
            }
        } catch (StreamsNotStartedException | IllegalStateException e) {
            return List.of();
        }
        return new ArrayList<>(instances.values());
    }
}
