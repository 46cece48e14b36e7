package io.tidecast.app.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidecast.topology.DeadLetter;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/// The records of some topics by partition, in their order. Offsets do not count: transaction markers and aborted records
/// shift them. The producer puts dead letters without a key wherever it likes: they stand by the place of their reading.
final class Log {
    private static final Comparator<TopicPartition> BY_NAME = Comparator.comparing(TopicPartition::topic)
            .thenComparingInt(TopicPartition::partition);

    private final SortedMap<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new TreeMap<>(
            BY_NAME);
    private int size;

    void add(ConsumerRecord<byte[], byte[]> record) {
        size++;
        if (record.key() == null && record.headers().lastHeader(DeadLetter.OFFSET) != null) {
            var letters = list(new TopicPartition(record.topic() + "-without-key",
                    (int) header(record, DeadLetter.PARTITION)));
            letters.add(record);
            letters.sort(Comparator.comparingLong(letter -> header(letter, DeadLetter.OFFSET)));
        } else {
            list(new TopicPartition(record.topic(), record.partition())).add(record);
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> list(TopicPartition partition) {
        return records.computeIfAbsent(partition, _ -> new ArrayList<>());
    }

    private static long header(ConsumerRecord<byte[], byte[]> record, String name) {
        return Long.parseLong(new String(record.headers().lastHeader(name).value(), UTF_8));
    }

    int size() {
        return size;
    }

    /// SHA-256 of a partition over key, value, timestamp and headers of its records.
    String digest(TopicPartition partition) {
        MessageDigest sha = sha256();
        for (ConsumerRecord<byte[], byte[]> record : of(partition)) {
            add(sha, record.key());
            add(sha, record.value());
            sha.update(ByteBuffer.allocate(Long.BYTES).putLong(record.timestamp()).array());
            for (Header header : record.headers()) {
                add(sha, header.key().getBytes(UTF_8));
                add(sha, header.value());
            }
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    /// In words, one line for each partition whose digest differs; empty when all are equal.
    String difference(Log other) {
        var partitions = new TreeMap<>(records);
        other.records.forEach(partitions::putIfAbsent);
        var lines = new StringBuilder();
        for (TopicPartition partition : partitions.keySet()) {
            if (!digest(partition).equals(other.digest(partition))) {
                lines.append("%s: %d records %s, expected %d records %s; %s%n".formatted(partition,
                        other.of(partition).size(), other.digest(partition), of(partition).size(),
                        digest(partition),
                        firstDifference(of(partition), other.of(partition))));
            }
        }
        return lines.toString();
    }

    private List<ConsumerRecord<byte[], byte[]>> of(TopicPartition partition) {
        return records.getOrDefault(partition, List.of());
    }

    private static String firstDifference(List<ConsumerRecord<byte[], byte[]>> expected,
            List<ConsumerRecord<byte[], byte[]>> actual) {
        int i = 0;
        while (i < expected.size() && i < actual.size()
                && text(expected.get(i)).equals(text(actual.get(i)))) {
            i++;
        }
        return "record %d is%n    %s, expected%n    %s".formatted(i,
                i < actual.size() ? text(actual.get(i)) : "not there",
                i < expected.size() ? text(expected.get(i)) : "none");
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        var headers = new StringBuilder();
        record.headers()
                .forEach(header -> headers.append(" %s=%s".formatted(header.key(), text(header.value()))));
        return "%s @%d %s%s".formatted(text(record.key()), record.timestamp(), text(record.value()), headers);
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "null" : new String(bytes, UTF_8);
    }

    /// The length goes first, so that no two sequences of fields give the same bytes.
    private static void add(MessageDigest sha, byte @Nullable [] bytes) {
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes == null ? -1 : bytes.length).array());
        if (bytes != null) {
            sha.update(bytes);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
