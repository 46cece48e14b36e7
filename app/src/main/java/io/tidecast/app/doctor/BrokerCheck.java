package io.tidecast.app.doctor;

import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.Finding;
import java.util.List;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.utils.AppInfoParser;
import org.apache.kafka.server.common.MetadataVersion;

/// The brokers: that they answer, and how old they are.
record BrokerCheck(Cluster cluster) {
    List<Finding> reachable() {
        int brokers = cluster.ask(admin -> admin.describeCluster().nodes()).size();
        String id = cluster.ask(admin -> admin.describeCluster().clusterId());
        return List.of(Finding.ok("brokers", "%d %s of cluster %s".formatted(brokers,
                brokers == 1 ? "broker answers, the only one" : "brokers answer, all", id)));
    }

    List<Finding> version() {
        FinalizedVersionRange level = cluster.ask(admin -> admin.describeFeatures().featureMetadata())
                .finalizedFeatures().get(MetadataVersion.FEATURE_NAME);
        String clients = "Kafka's clients here are " + AppInfoParser.getVersion();
        if (level == null) {
            return List.of(Finding.warning("brokers",
                    "the brokers do not say their version, so they are older than Kafka 3.3; %s and are tested with brokers of the same: upgrade the brokers"
                            .formatted(clients)));
        }
        return List
                .of(Finding.ok("brokers", "metadata.version %s; %s".formatted(name(level.maxVersionLevel()),
                        clients)));
    }

    private static String name(short level) {
        boolean known = level <= MetadataVersion.latestTesting().featureLevel();
        return known ? MetadataVersion.fromFeatureLevel(level).version() : "level " + level;
    }
}
