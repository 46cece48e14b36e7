package io.tidecast.app.kafka;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/// How far the restoring of the state from its changelogs has come.
public final class RestoreProgress implements StateRestoreListener {
    private record Part(long total, long restored) {}

    private final Map<TopicPartition, Part> parts = new ConcurrentHashMap<>();

    /// Records that are being restored, and those of them that are done already.
    public long total() {
        return parts.values().stream().mapToLong(Part::total).sum();
    }

    /// Records that are still to be restored; 0: all is there.
    public long remaining() {
        return parts.values().stream().mapToLong(part -> Math.max(0, part.total - part.restored)).sum();
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long from, long to) {
        parts.put(partition, new Part(to - from, 0));
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long last, long count) {
        parts.computeIfPresent(partition, (_, part) -> new Part(part.total, part.restored + count));
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long count) {
        parts.remove(partition);
    }

    @Override
    public void onRestoreSuspended(TopicPartition partition, String store, long count) {
        parts.remove(partition);
    }
}
