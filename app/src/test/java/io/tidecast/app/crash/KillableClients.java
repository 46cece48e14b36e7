package io.tidecast.app.crash;

import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/// Kafka's own clients, with the kill points in the producer. An instance gets them by `default.client.supplier`.
public final class KillableClients implements KafkaClientSupplier {
    private static final long COMMIT_NANOS = 1_000_000;
    private static final String JOURNAL = "-tidecast-journal-changelog";

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return Admin.create(config);
    }

    @Override
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return getConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return getConsumer(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return new MortalProducer(config);
    }

    private static final class MortalProducer extends KafkaProducer<byte[], byte[]> {
        MortalProducer(Map<String, Object> config) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            Future<RecordMetadata> sent = super.send(record, callback);
            if (Orders.isArmed(KillPoint.IN_UPDATE) && record.topic().endsWith(JOURNAL)) {
                flush();
                Orders.at(KillPoint.IN_UPDATE);
            }
            return sent;
        }

        @Override
        public void sendOffsetsToTransaction(Map<TopicPartition, OffsetAndMetadata> offsets,
                ConsumerGroupMetadata group) {
            super.sendOffsetsToTransaction(offsets, group);
            Orders.at(KillPoint.BEFORE_COMMIT);
        }

        @Override
        public void commitTransaction() {
            if (Orders.isArmed(KillPoint.IN_COMMIT)) {
                Thread.ofPlatform().start(super::commitTransaction);
                // The request leaves by Kafka's own thread, and takes about as long.
                LockSupport.parkNanos(COMMIT_NANOS);
                Orders.at(KillPoint.IN_COMMIT);
            }
            super.commitTransaction();
            Orders.at(KillPoint.AFTER_COMMIT);
        }
    }
}
