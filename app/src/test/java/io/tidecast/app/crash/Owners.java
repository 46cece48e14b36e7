package io.tidecast.app.crash;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.MemberDescription;

/// Tells who has partitions of the readings.
final class Owners implements AutoCloseable {
    private static final String GROUP = "tidecast";

    private final Admin admin;

    Owners(String bootstrapServers) {
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /// The client ids of the members that have partitions.
    Set<String> clients() throws InterruptedException {
        try {
            return admin.describeConsumerGroups(List.of(GROUP)).all().get().values().stream()
                    .flatMap(group -> group.members().stream())
                    .filter(member -> !member.assignment().topicPartitions().isEmpty())
                    .map(MemberDescription::clientId).collect(Collectors.toSet());
        } catch (ExecutionException e) {
            throw new AssertionError("the broker does not tell who is in the group: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
