package io.tidecast.app.kafka;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// A Kafka cluster as its administrator sees it.
public final class Cluster implements AutoCloseable {
    private static final int ANSWER_LIMIT_MS = 15_000;

    /// What became of a planned topic.
    ///
    /// @param plan        what was wanted
    /// @param created     whether it is new
    /// @param partitions  how many it has now
    public record Outcome(TopicPlan plan, boolean created, int partitions) {}

    /// Thrown by nobody: every exception is a failure.
    private static final class NoAnswer extends Exception {}

    private static final Duration LEADERS_WITHIN = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Admin admin;
    private final String address;

    private Cluster(Admin admin, String address) {
        this.admin = admin;
        this.address = address;
    }

    /// Connects when the first question is asked.
    ///
    /// @param properties  of Kafka's admin client
    public static Cluster connect(Map<String, ?> properties) {
        var all = new HashMap<String, Object>(properties);
        all.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_LIMIT_MS);
        all.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_LIMIT_MS);
        String address = String.valueOf(all.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        try {
            return new Cluster(Admin.create(all), address);
        } catch (KafkaException e) {
            throw new CommandFailure(ExitCode.USAGE,
                    "cannot use bootstrap.servers=%s: %s".formatted(address, rootMessage(e)), e);
        }
    }

    /// Creates the topics that are not there, and waits until they take records; leaves the others as they are.
    public List<Outcome> create(List<TopicPlan> plans) {
        var futures = admin.createTopics(plans.stream().map(TopicPlan::toNewTopic).toList()).values();
        var outcomes = new ArrayList<Outcome>();
        for (TopicPlan plan : plans) {
            boolean created = answer(requireNonNull(futures.get(plan.name())), TopicExistsException.class);
            int partitions = created ? plan.partitions() : partitions(plan.name());
            outcomes.add(new Outcome(plan, created, partitions));
        }
        awaitLeaders(outcomes);
        return outcomes;
    }

    /// A producer's first batch that comes before its partition has a leader is refused while a later one may pass, and is
    /// then out of order for good. Offsets are listed by leaders, so their answer means that there are some.
    private void awaitLeaders(List<Outcome> outcomes) {
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        for (Outcome outcome : outcomes) {
            for (int partition = 0; partition < outcome.partitions(); partition++) {
                latest.put(new TopicPartition(outcome.plan().name(), partition), OffsetSpec.latest());
            }
        }
        long end = System.nanoTime() + LEADERS_WITHIN.toNanos();
        // A broker may hear of a topic only after the one that created it has answered.
        while (!answer(admin.listOffsets(latest).all(), UnknownTopicOrPartitionException.class)) {
            if (System.nanoTime() > end) {
                throw new CommandFailure(ExitCode.ENVIRONMENT,
                        "the new topics must have leaders within %d s, got none at %s"
                                .formatted(LEADERS_WITHIN.toSeconds(), address));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// Asks the cluster something, and waits for the answer.
    ///
    /// @throws CommandFailure if it refuses, or does not answer
    public <T> T ask(Function<Admin, KafkaFuture<T>> question) {
        KafkaFuture<T> future = question.apply(admin);
        answer(future, NoAnswer.class);
        return future.toCompletionStage().toCompletableFuture().join();
    }

    /// Deletes topics, and waits until they are gone.
    public void delete(List<String> topics) {
        answer(admin.deleteTopics(topics).all(), NoAnswer.class);
        long end = System.nanoTime() + LEADERS_WITHIN.toNanos();
        // A broker may hear of it only after the one that was asked has answered.
        while (!partitions(topics).isEmpty()) {
            if (System.nanoTime() > end) {
                throw new CommandFailure(ExitCode.ENVIRONMENT,
                        "the topics must be gone within %d s, but %s are still there"
                                .formatted(LEADERS_WITHIN.toSeconds(), partitions(topics).keySet()));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// The offsets of a topic that stand for the same thing.
    ///
    /// @param count of its partitions
    /// @return by partition; -1: there is none
    public Map<TopicPartition, Long> offsets(String topic, int count, OffsetSpec spec) {
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        for (int partition = 0; partition < count; partition++) {
            wanted.put(new TopicPartition(topic, partition), spec);
        }
        var offsets = new HashMap<TopicPartition, Long>();
        ask(admin -> admin.listOffsets(wanted).all())
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /// The latest timestamp among a topic's records; empty: it has none.
    public Optional<Instant> newest(String topic) {
        var latest = new HashMap<TopicPartition, OffsetSpec>();
        for (int partition = 0; partition < partitions(topic); partition++) {
            latest.put(new TopicPartition(topic, partition), OffsetSpec.maxTimestamp());
        }
        var future = admin.listOffsets(latest).all();
        answer(future, UnknownTopicOrPartitionException.class);
        return future.toCompletionStage().toCompletableFuture().join().values().stream()
                .map(ListOffsetsResult.ListOffsetsResultInfo::timestamp).filter(time -> time >= 0)
                .max(Comparator.naturalOrder()).map(Instant::ofEpochMilli);
    }

    /// Partitions of those of the topics that are there.
    public Map<String, Integer> partitions(Collection<String> topics) {
        var partitions = new TreeMap<String, Integer>();
        admin.describeTopics(topics).topicNameValues().forEach((name, future) -> {
            if (answer(future, UnknownTopicOrPartitionException.class)) {
                partitions.put(name,
                        future.toCompletionStage().toCompletableFuture().join().partitions().size());
            }
        });
        return partitions;
    }

    /// The largest record that each of the topics takes, and that a new topic would take; those that may not be asked are left out.
    ///
    /// @return bytes by topic; the empty name is a new topic
    public Map<String, Integer> largestRecords(Collection<String> topics) {
        var resources = new LinkedHashMap<ConfigResource, String>();
        topics.forEach(
                topic -> resources.put(new ConfigResource(ConfigResource.Type.TOPIC, topic),
                        "max.message.bytes"));
        var nodes = admin.describeCluster().nodes();
        answer(nodes, ClusterAuthorizationException.class);
        nodes.toCompletionStage().toCompletableFuture().join().stream().findFirst()
                .ifPresent(node -> resources
                        .put(new ConfigResource(ConfigResource.Type.BROKER, node.idString()),
                                "message.max.bytes"));
        var largest = new TreeMap<String, Integer>();
        admin.describeConfigs(resources.keySet()).values().forEach((resource, future) -> {
            if (answer(future, AuthorizationException.class)) {
                ConfigEntry entry = future.toCompletionStage().toCompletableFuture().join()
                        .get(requireNonNull(resources.get(resource)));
                largest.put(resource.type() == ConfigResource.Type.TOPIC ? resource.name() : "",
                        Integer.valueOf(entry.value()));
            }
        });
        return largest;
    }

    @Override
    public void close() {
        admin.close();
    }

    private int partitions(String topic) {
        KafkaFuture<Map<String, TopicDescription>> future = admin.describeTopics(List.of(topic))
                .allTopicNames();
        answer(future, TopicExistsException.class);
        return requireNonNull(future.toCompletionStage().toCompletableFuture().join().get(topic)).partitions()
                .size();
    }

    /// Waits for the answer.
    ///
    /// @param no  the exception that means no rather than a failure
    /// @return whether the answer is yes
    private boolean answer(KafkaFuture<?> future, Class<? extends Exception> no) {
        try {
            future.get();
            return true;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (no.isInstance(cause)) {
                return false;
            }
            throw new CommandFailure(ExitCode.ENVIRONMENT, switch (cause) {
                case TimeoutException _ ->
                    "no Kafka broker answers at %s; is it running, and is the address right?"
                            .formatted(address);
                case SslAuthenticationException _ ->
                    "no TLS connection with the Kafka cluster at %s: %s; check ssl.truststore.* and ssl.keystore.*"
                            .formatted(address, rootMessage(cause));
                default -> "the Kafka cluster at %s refused: %s".formatted(address, cause.getMessage());
            }, cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INTERRUPTED, "interrupted while waiting for Kafka", e);
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
