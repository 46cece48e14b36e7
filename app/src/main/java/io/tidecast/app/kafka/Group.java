package io.tidecast.app.kafka;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;

/// The instances of an application, as the cluster sees them: its consumer group, or streams group.
///
/// @param id      application.id
/// @param type    which protocol it speaks
/// @param state   such as Stable or Empty
/// @param members stream threads of all instances
/// @param offsets next to be read, by partition, as committed
public record Group(String id, GroupType type, GroupState state, int members,
        Map<TopicPartition, Long> offsets) {

    /// The group of an application; empty: it has never run, or has been reset.
    public static Optional<Group> find(Cluster cluster, String applicationId) {
        return cluster.ask(admin -> admin.listGroups().all()).stream()
                .filter(listed -> listed.groupId().equals(applicationId)).findFirst()
                .map(listed -> of(cluster, applicationId, listed.type().orElse(GroupType.CLASSIC)));
    }

    private static Group of(Cluster cluster, String id, GroupType type) {
        if (type == GroupType.STREAMS) {
            var streams = cluster.ask(admin -> requireNonNull(
                    admin.describeStreamsGroups(List.of(id)).describedGroups().get(id)));
            return new Group(id, type, streams.groupState(), streams.members().size(), committed(cluster
                    .ask(admin -> admin.listStreamsGroupOffsets(Map.of(id,
                            new org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec()))
                            .partitionsToOffsetAndMetadata(id))));
        }
        var consumers = cluster.ask(
                admin -> requireNonNull(admin.describeConsumerGroups(List.of(id)).describedGroups().get(id)));
        return new Group(id, type, consumers.groupState(), consumers.members().size(),
                committed(cluster.ask(
                        admin -> admin.listConsumerGroupOffsets(id).partitionsToOffsetAndMetadata())));
    }

    private static Map<TopicPartition, Long> committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        var committed = new HashMap<TopicPartition, Long>();
        offsets.forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, offset.offset());
            }
        });
        return committed;
    }

    /// Whether an instance is running, or has not yet been missed.
    public boolean isActive() {
        return members > 0;
    }

    /// Records that are still to be read.
    public long lag(Cluster cluster) {
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        offsets.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        return cluster.ask(admin -> admin.listOffsets(latest).all()).entrySet().stream()
                .mapToLong(end -> Math.max(0,
                        end.getValue().offset() - requireNonNull(offsets.get(end.getKey()))))
                .sum();
    }

    /// Sets what is to be read next; the group must not be active.
    ///
    /// @param group as it was found; empty: there is none yet
    public static void setOffsets(Cluster cluster, String applicationId, Optional<Group> group,
            Map<TopicPartition, Long> offsets) {
        var next = new HashMap<TopicPartition, OffsetAndMetadata>();
        offsets.forEach((partition, offset) -> next.put(partition, new OffsetAndMetadata(offset)));
        boolean streams = group.map(Group::type).filter(GroupType.STREAMS::equals).isPresent();
        cluster.ask(admin -> streams
                ? admin.alterStreamsGroupOffsets(applicationId, next).all()
                : admin.alterConsumerGroupOffsets(applicationId, next).all());
    }
}
