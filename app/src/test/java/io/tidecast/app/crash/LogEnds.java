package io.tidecast.app.crash;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/// Tells where topics end: what is written, and what of it is committed. Asks through a connection of its own: one that
/// also fetches would answer too late.
final class LogEnds implements AutoCloseable {
    private final Admin admin;
    private final Map<TopicPartition, OffsetSpec> ends;

    LogEnds(String bootstrapServers, Collection<TopicPartition> partitions) {
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        ends = partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
    }

    /// Whether there are records that are written, but not committed. The end of what is written is asked for first: what is committed in
    /// between then counts as committed.
    boolean openTransaction() throws InterruptedException {
        long written = sum(IsolationLevel.READ_UNCOMMITTED);
        return written > sum(IsolationLevel.READ_COMMITTED);
    }

    /// By partition, the offset after what is committed.
    Map<TopicPartition, Long> committed() throws InterruptedException {
        return ends(IsolationLevel.READ_COMMITTED);
    }

    @Override
    public void close() {
        admin.close();
    }

    private long sum(IsolationLevel isolation) throws InterruptedException {
        return ends(isolation).values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<TopicPartition, Long> ends(IsolationLevel isolation) throws InterruptedException {
        try {
            return admin.listOffsets(ends, new ListOffsetsOptions(isolation)).all().get().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
        } catch (ExecutionException e) {
            throw new AssertionError("the broker does not say where its topics end: " + e.getMessage(), e);
        }
    }
}
