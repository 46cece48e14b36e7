package io.tidecast.app.reset;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.Group;
import io.tidecast.app.kafka.StartCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// What makes a pipeline begin again: its offsets in the readings, the changelog topics of its state, and its state on this machine. The
/// readings themselves, and what has been written of them, stay.
///
/// @param group     of the application; empty: there is none
/// @param offsets   to be set, by partition of the readings
/// @param topics    to be deleted
/// @param directory to be deleted; null: there is none
public record Reset(Optional<Group> group, Map<TopicPartition, Long> offsets, List<String> topics,
        @Nullable Path directory) {

    /// One thing to do, in words.
    ///
    /// @param what   is changed
    /// @param before as it is
    /// @param after  as it will be
    public record Step(String what, String before, String after) {}

    /// What there is to do. Changes nothing.
    ///
    /// @param localOnly only the state on this machine
    public static Reset plan(Cluster cluster, TidecastConfig config, ResetPoint point, boolean localOnly) {
        Optional<Group> group = Group.find(cluster, config.applicationId());
        LocalState local = LocalState.of(config);
        if (localOnly) {
            return new Reset(group, Map.of(), List.of(), local.existing());
        }
        List<String> topics = cluster.partitions(StartCheck.changelogs(config.applicationId())).keySet()
                .stream().toList();
        return new Reset(group, offsets(cluster, config.forecastOptions().readingsTopic(), point), topics,
                local.existing());
    }

    private static Map<TopicPartition, Long> offsets(Cluster cluster, String topic, ResetPoint point) {
        Integer count = cluster.partitions(List.of(topic)).get(topic);
        if (count == null) {
            throw new CommandFailure(ExitCode.ENVIRONMENT,
                    "there is no topic %s, whose offsets were to be set; readings.topic names it"
                            .formatted(topic));
        }
        Map<TopicPartition, Long> wanted = cluster.offsets(topic, count, point.spec());
        // Nothing is as new as that time: what comes next is.
        Map<TopicPartition, Long> end = wanted.containsValue(-1L)
                ? cluster.offsets(topic, count, OffsetSpec.latest())
                : Map.of();
        wanted.replaceAll((partition, offset) -> offset < 0 ? requireNonNull(end.get(partition)) : offset);
        return wanted;
    }

    /// In the order of a table.
    public List<Step> steps() {
        var steps = new ArrayList<Step>();
        Map<TopicPartition, Long> committed = group.map(Group::offsets).orElse(Map.of());
        var ordered = new TreeMap<String, Step>();
        offsets.forEach((partition, offset) -> {
            Long before = committed.get(partition);
            ordered.put("%s-%08d".formatted(partition.topic(), partition.partition()),
                    new Step("offset in " + partition, before == null ? "none" : String.valueOf(before),
                            String.valueOf(offset)));
        });
        steps.addAll(ordered.values());
        topics.forEach(topic -> steps.add(new Step("topic " + topic, "there", "deleted")));
        if (directory != null) {
            steps.add(new Step("directory " + directory, "there", "deleted"));
        }
        return steps;
    }

    /// Checks that nobody works with what is to be deleted.
    ///
    /// @throws CommandFailure if an instance is running, or has not yet been missed
    public void requireInactive() {
        group.filter(Group::isActive).ifPresent(active -> {
            throw new CommandFailure(ExitCode.ENVIRONMENT,
                    ("the group %s is active: it has %d stream threads (members); stop all instances first. One that was killed, or that"
                            + " has an instance.name, is missed only after the session timeout")
                            .formatted(active.id(), active.members()));
        });
    }

    /// Does it.
    public void execute(Cluster cluster, String applicationId) {
        requireInactive();
        if (!offsets.isEmpty()) {
            Group.setOffsets(cluster, applicationId, group, offsets);
        }
        cluster.delete(topics);
        if (directory != null) {
            LocalState.delete(directory);
        }
    }
}
