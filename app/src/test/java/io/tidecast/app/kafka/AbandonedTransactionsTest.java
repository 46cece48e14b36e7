package io.tidecast.app.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.broker.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AbandonedTransactionsTest {
    private static final String OWN = "00000000-0000-0000-0000-000000000001";
    private static final String LIVING = "00000000-0000-0000-0000-000000000002";
    private static final String GONE = "00000000-0000-0000-0000-000000000003";

    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    private static Admin admin;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final AtomicLong nanos = new AtomicLong();

    @BeforeAll
    static void start() {
        admin = Admin.create(Map.of("bootstrap.servers", BROKER.address()));
        try (var cluster = Cluster.connect(Map.of("bootstrap.servers", BROKER.address()))) {
            cluster.create(TopicPlan.of(Stream.of("t"), 4, null, null));
        }
    }

    @AfterAll
    static void stop() {
        admin.close();
    }

    @AfterEach
    void closeClients() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private AbandonedTransactions of(String application) {
        return of(application, Duration.ofMillis(100));
    }

    private AbandonedTransactions of(String application, Duration commitInterval) {
        return new AbandonedTransactions(admin, application, consumer(application, OWN), commitInterval,
                nanos::get);
    }

    private static String consumer(String application, String process) {
        return "%s-%s-StreamThread-1-consumer".formatted(application, process);
    }

    /// Opens a transaction that holds a record.
    private KafkaProducer<String, String> transaction(String id) throws Exception {
        var producer = new KafkaProducer<>(Map.<String, Object>of("bootstrap.servers", BROKER.address(),
                "transactional.id", id, "transaction.timeout.ms", 60_000), new StringSerializer(),
                new StringSerializer());
        open.add(() -> producer.close(Duration.ZERO));
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("t", id)).get();
        return producer;
    }

    /// Joins a group.
    private void join(String group, String client, Map<String, Object> more) {
        var all = new HashMap<>(more);
        all.putAll(Map.of("bootstrap.servers", BROKER.address(), "group.id", group, "client.id", client));
        var consumer = new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
        open.add(consumer);
        consumer.subscribe(List.of("t"));
        while (consumer.assignment().isEmpty()) {
            consumer.poll(Duration.ofMillis(100));
        }
    }

    @Test
    void onlyThoseOfProcessesThatHaveNoMemberAreEnded() throws Exception {
        join("a", consumer("a", LIVING), Map.of());
        var living = transaction("a-" + LIVING + "-1");
        var own = transaction("a-" + OWN + "-1");
        var other = transaction("other-" + GONE + "-1");
        var namedByHand = transaction("a-exporter-1");
        var gone = transaction("a-" + GONE + "-1");
        assertEquals(List.of("a-" + GONE + "-1"), of("a").abort());
        assertThrows(Exception.class, gone::commitTransaction);
        for (var producer : List.of(living, own, other, namedByHand)) {
            producer.commitTransaction();
        }
    }

    @Test
    void whatAnEarlierLifeHasLeftIsEnded() throws Exception {
        var earlier = transaction("b-" + OWN + "-1");
        var other = transaction("b-" + GONE + "-1");
        assertEquals(List.of("b-" + OWN + "-1"), of("b").abortOwn());
        var e = assertThrows(Exception.class, earlier::commitTransaction);
        assertTrue(e instanceof ProducerFencedException || e instanceof InvalidProducerEpochException,
                e::toString);
        other.commitTransaction();
    }

    @Test
    void amongStaticMembersATransactionIsGoneWhenItStandsStill() throws Exception {
        join("c", consumer("c", GONE), Map.of("group.instance.id", "c-1"));
        var moving = transaction("c-" + LIVING + "-1");
        transaction("c-" + GONE + "-1");
        var abandoned = of("c");
        assertEquals(List.of(), abandoned.abort());
        assertTrue(abandoned.isUndecided());

        moving.commitTransaction();
        moving.beginTransaction();
        moving.send(new ProducerRecord<>("t", "next")).get();
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        assertEquals(List.of("c-" + GONE + "-1"), abandoned.abort());
        assertFalse(abandoned.isUndecided());
        moving.commitTransaction();
    }

    @Test
    void amongStaticMembersATransactionMayLastBetweenTwoCommits() throws Exception {
        join("e", consumer("e", LIVING), Map.of("group.instance.id", "e-1"));
        var living = transaction("e-" + LIVING + "-1");
        var abandoned = of("e", Duration.ofSeconds(30));
        assertEquals(List.of(), abandoned.abort());
        nanos.addAndGet(Duration.ofSeconds(89).toNanos());
        assertEquals(List.of(), abandoned.abort());
        assertTrue(abandoned.isUndecided());
        living.commitTransaction();

        living.beginTransaction();
        living.send(new ProducerRecord<>("t", "next")).get();
        assertEquals(List.of(), abandoned.abort());
        nanos.addAndGet(Duration.ofSeconds(90).toNanos());
        assertEquals(List.of("e-" + LIVING + "-1"), abandoned.abort());
    }

    @Test
    void whoHasNoTransactionOpenIsNotAskedAbout() throws Exception {
        var abandoned = of("d");
        assertEquals(List.of(), abandoned.abort());
        assertFalse(abandoned.isUndecided());
    }
}
