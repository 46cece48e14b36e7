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

/// Tells whether some topics hold records that are written, but not committed. Asks through a connection of its own: one that
/// also fetches would answer too late.
final class OpenTransaction implements AutoCloseable {
    private final Admin admin;
    private final Map<TopicPartition, OffsetSpec> ends;

    OpenTransaction(String bootstrapServers, Collection<TopicPartition> partitions) {
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        ends = partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
    }

    /// The end of what is written is asked for first: what is committed in between then counts as committed.
    boolean exists() throws InterruptedException {
        long written = end(IsolationLevel.READ_UNCOMMITTED);
        return written > end(IsolationLevel.READ_COMMITTED);
    }

    @Override
    public void close() {
        admin.close();
    }

    private long end(IsolationLevel isolation) throws InterruptedException {
        try {
            return admin.listOffsets(ends, new ListOffsetsOptions(isolation)).all().get().values().stream()
                    .mapToLong(end -> end.offset()).sum();
        } catch (ExecutionException e) {
            throw new AssertionError("the broker does not say where its topics end: " + e.getMessage(), e);
        }
    }
}
