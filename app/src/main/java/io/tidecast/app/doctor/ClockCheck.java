package io.tidecast.app.doctor;

import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.Finding;
import io.tidecast.topology.ForecastOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Clocks that run ahead of this machine's. No forecast depends on any clock, but transactions, sessions and retention do.
///
/// Brokers do not tell their time. They stamp what they write of their own, such as committed offsets, so a stamp of theirs from the
/// future shows that their clock is ahead; one that is behind cannot be told from an idle cluster.
record ClockCheck(Cluster cluster, ForecastOptions options) {
    private static final String OFFSETS_TOPIC = "__consumer_offsets";
    private static final Duration TOLERATED = Duration.ofSeconds(5);

    List<Finding> skew() {
        var findings = new ArrayList<Finding>();
        ahead(OFFSETS_TOPIC, "a broker's clock", findings);
        ahead(options.readingsTopic(), "a sender's clock", findings);
        return findings.isEmpty()
                ? List.of(Finding.ok("clock", "no clock is ahead of this machine's"))
                : findings;
    }

    private void ahead(String topic, String whose, List<Finding> findings) {
        if (!cluster.partitions(List.of(topic)).containsKey(topic)) {
            return;
        }
        Instant now = Instant.now();
        cluster.newest(topic).filter(newest -> newest.isAfter(now.plus(TOLERATED)))
                .ifPresent(newest -> findings.add(Finding.warning("clock",
                        "the newest record of %s is %d s in the future: %s is ahead of this machine's, or this one is behind; synchronise both (NTP)"
                                .formatted(topic, Duration.between(now, newest).toSeconds(), whose))));
    }
}
