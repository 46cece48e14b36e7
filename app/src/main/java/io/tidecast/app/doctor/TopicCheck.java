package io.tidecast.app.doctor;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.Finding;
import io.tidecast.app.kafka.StartCheck;
import io.tidecast.topology.ForecastOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/// The settings of the topics that are there: what is kept, for how long, and in how many copies.
record TopicCheck(Cluster cluster, TidecastConfig config) {
    private static final String TOPICS = "topics";

    List<Finding> settings() {
        ForecastOptions options = config.forecastOptions();
        List<String> changelogs = StartCheck.changelogs(config.applicationId());
        Collection<String> present = cluster
                .partitions(Stream.concat(options.topics().all().stream(), changelogs.stream()).toList())
                .keySet();
        Map<String, TopicDescription> descriptions = cluster
                .ask(admin -> admin.describeTopics(present).allTopicNames());
        Map<ConfigResource, Config> configs = cluster.ask(admin -> admin.describeConfigs(present.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic)).toList()).all());
        int brokers = cluster.ask(admin -> admin.describeCluster().nodes()).size();
        var findings = new ArrayList<Finding>();
        for (String topic : present) {
            Config settings = requireNonNull(
                    configs.get(new ConfigResource(ConfigResource.Type.TOPIC, topic)));
            cleanup(topic, changelogs.contains(topic), settings, findings);
            copies(requireNonNull(descriptions.get(topic)), brokers, findings);
        }
        if (present.contains(options.readingsTopic())) {
            readings(options.readingsTopic(), requireNonNull(
                    configs.get(new ConfigResource(ConfigResource.Type.TOPIC, options.readingsTopic()))),
                    findings);
        }
        return findings;
    }

    private static void cleanup(String topic, boolean changelog, Config settings, List<Finding> findings) {
        String policy = value(settings, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (changelog && !policy.equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            findings.add(Finding.error(TOPICS,
                    "cleanup.policy of the changelog %s must be compact, or state is lost with time; got %s: set it with kafka-configs.sh"
                            .formatted(topic, policy)));
        } else if (!changelog && policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            findings.add(Finding.warning(TOPICS,
                    "cleanup.policy of %s is %s: it keeps only the last record of each series; set it to delete with kafka-configs.sh"
                            .formatted(topic, policy)));
        }
    }

    private static void copies(TopicDescription topic, int brokers, List<Finding> findings) {
        List<Integer> headless = topic.partitions().stream()
                .filter(partition -> partition.leader() == null || partition.leader().isEmpty())
                .map(TopicPartitionInfo::partition).toList();
        if (!headless.isEmpty()) {
            findings.add(Finding.error(TOPICS,
                    "partitions %s of %s have no leader: the brokers that hold them are down"
                            .formatted(headless, topic.name())));
        }
        long behind = topic.partitions().stream()
                .filter(partition -> partition.isr().size() < partition.replicas().size()).count();
        if (behind > 0) {
            findings.add(Finding.warning(TOPICS,
                    "%d partitions of %s have fewer copies in sync than they should: look at the brokers"
                            .formatted(behind, topic.name())));
        }
        boolean single = topic.partitions().stream().anyMatch(partition -> partition.replicas().size() == 1);
        if (single && brokers > 1) {
            findings.add(Finding.warning(TOPICS,
                    "%s has one copy on %d brokers: it is gone with its broker; make it with --replication %d, and changelogs with replication.factor"
                            .formatted(topic.name(), brokers, Math.min(3, brokers))));
        }
    }

    private static void readings(String topic, Config settings, List<Finding> findings) {
        long retention = Long.parseLong(value(settings, TopicConfig.RETENTION_MS_CONFIG));
        findings.add(Finding.ok("retention", retention < 0
                ? topic + " is kept for ever"
                : "%s is kept for %s, by the readings' own times: older history that is replayed is deleted at once"
                        .formatted(topic, days(Duration.ofMillis(retention)))));
        if (value(settings, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG).equals("LogAppendTime")) {
            findings.add(Finding.warning("retention",
                    "message.timestamp.type of %s is LogAppendTime: a reading without a time of its own gets that of its arrival; set it to CreateTime"
                            .formatted(topic)));
        }
    }

    private static String days(Duration time) {
        return time.toDays() >= 2 ? time.toDays() + " days" : time.toHours() + " hours";
    }

    private static String value(Config settings, String name) {
        return settings.get(name).value();
    }
}
