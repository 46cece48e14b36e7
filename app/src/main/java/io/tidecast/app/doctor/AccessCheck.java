package io.tidecast.app.doctor;

import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.Finding;
import io.tidecast.app.kafka.Group;
import io.tidecast.app.kafka.StartCheck;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.ForecastTopology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;

/// What the configured user may do, and what its application is doing.
record AccessCheck(Cluster cluster, TidecastConfig config) {
    private static final String PERMISSIONS = "permissions";

    List<Finding> permissions() {
        ForecastOptions options = config.forecastOptions();
        Collection<String> present = cluster.partitions(options.topics().all()).keySet();
        Map<String, TopicDescription> topics = cluster.ask(admin -> admin
                .describeTopics(present, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .allTopicNames());
        var findings = new ArrayList<Finding>();
        topics.forEach((name, topic) -> {
            boolean read = name.equals(options.readingsTopic());
            require("topic " + name, topic.authorizedOperations(),
                    Set.of(AclOperation.DESCRIBE, read ? AclOperation.READ : AclOperation.WRITE), findings);
            if (!read && config.webOptions().isPresent()
                    && !missing(topic.authorizedOperations(), Set.of(AclOperation.READ)).isEmpty()) {
                findings.add(Finding.warning(PERMISSIONS,
                        "the user may not READ topic %s, without which the live page stands still: allow it with kafka-acls.sh, or do without the page by web.port=-1"
                                .formatted(name)));
            }
        });
        if (!hasChangelogs(options) && !mayCreateAnyTopic()) {
            findings.add(Finding.warning(PERMISSIONS,
                    ("the user may not CREATE just any topic in the cluster, and the changelogs are yet to be created: unless it is allowed"
                            + " already, allow it for topics with the prefix %s-")
                            .formatted(config.applicationId())));
        }
        return findings.isEmpty()
                ? List.of(Finding.ok(PERMISSIONS, "the user may read, write and create what it must"))
                : findings;
    }

    private boolean hasChangelogs(ForecastOptions options) {
        String shared = StartCheck.changelog(config.applicationId(), ForecastTopology.SHARED_STORE);
        List<String> needed = StartCheck.changelogs(config.applicationId()).stream()
                .filter(topic -> options.sharesWeights() || !topic.equals(shared)).toList();
        return cluster.partitions(needed).size() == needed.size();
    }

    /// Of rights that hold for a prefix, a cluster does not tell.
    private boolean mayCreateAnyTopic() {
        Set<AclOperation> onCluster = cluster.ask(admin -> admin
                .describeCluster(new DescribeClusterOptions().includeAuthorizedOperations(true))
                .authorizedOperations());
        return onCluster == null || onCluster.isEmpty() || onCluster.contains(AclOperation.CREATE);
    }

    private static void require(String what, Set<AclOperation> allowed, Set<AclOperation> needed,
            List<Finding> findings) {
        List<AclOperation> missing = missing(allowed, needed);
        if (!missing.isEmpty()) {
            findings.add(Finding.error(PERMISSIONS, "the user may not %s %s: allow it with kafka-acls.sh"
                    .formatted(missing.stream().map(AclOperation::name).collect(Collectors.joining(" and ")),
                            what)));
        }
    }

    /// Of a cluster that does not tell, which says nothing at all, none are.
    private static List<AclOperation> missing(Set<AclOperation> allowed, Set<AclOperation> needed) {
        return allowed == null || allowed.isEmpty()
                ? List.of()
                : needed.stream().filter(operation -> !allowed.contains(operation)).sorted().toList();
    }

    List<Finding> group() {
        return List.of(Group.find(cluster, config.applicationId())
                .map(group -> Finding.ok("group", "%s is %s: %d threads, %,d readings to go".formatted(
                        group.id(), group.state(), group.members(), group.lag(cluster))))
                .orElseGet(
                        () -> Finding.ok("group", config.applicationId() + " has not run in this cluster")));
    }
}
