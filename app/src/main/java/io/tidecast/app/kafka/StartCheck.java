package io.tidecast.app.kafka;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.ForecastTopology;
import io.tidecast.topology.StateSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/// What must hold before a pipeline starts, because it would only fail later or, worse, in the middle of a transaction: topics that are
/// there, with partitions that fit each other and the state, and records that fit into them.
public final class StartCheck {
    /// Kafka's default of `max.request.size`.
    private static final int DEFAULT_REQUEST_BYTES = 1 << 20;
    /// Around key, value and headers of a record alone in its batch.
    private static final int BATCH_OVERHEAD = 1_024;

    private final String address;
    private final ForecastOptions options;
    private final Map<String, Integer> partitions;
    private final Map<String, Integer> largestRecords;
    private final int requestBytes;
    private final List<String> changelogs;

    private StartCheck(String address, ForecastOptions options, Map<String, Integer> partitions,
            Map<String, Integer> largestRecords, int requestBytes, List<String> changelogs) {
        this.address = address;
        this.options = options;
        this.partitions = partitions;
        this.largestRecords = largestRecords;
        this.requestBytes = requestBytes;
        this.changelogs = changelogs;
    }

    /// Asks the cluster.
    ///
    /// @param properties of Kafka Streams
    public static StartCheck of(Cluster cluster, ForecastOptions options, Map<String, Object> properties) {
        List<String> changelogs = changelogs(
                String.valueOf(properties.get(StreamsConfig.APPLICATION_ID_CONFIG)));
        Map<String, Integer> partitions = cluster
                .partitions(Stream.concat(options.topics().all().stream(), changelogs.stream()).toList());
        Object bytes = properties.getOrDefault(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                properties.getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DEFAULT_REQUEST_BYTES));
        String address = String.valueOf(properties.get(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG));
        return new StartCheck(address, options, partitions, cluster.largestRecords(partitions.keySet()),
                Integer.parseInt(bytes.toString()), changelogs);
    }

    /// The topics that Kafka Streams keeps an application's state in.
    public static List<String> changelogs(String applicationId) {
        return Stream
                .of(ForecastTopology.SNAPSHOTS_STORE, ForecastTopology.JOURNAL_STORE,
                        ForecastTopology.CLOCK_STORE, ForecastTopology.SHARED_STORE)
                .map(store -> changelog(applicationId, store)).toList();
    }

    /// The topic that Kafka Streams keeps one store in.
    public static String changelog(String applicationId, String store) {
        return applicationId + "-" + store + "-changelog";
    }

    /// Checks all of it.
    ///
    /// @param cluster how the commands of this program are told which cluster it is
    /// @throws CommandFailure with all that does not fit, and what to do
    public void requireFit(String cluster) {
        List<Finding> wrong = findings(cluster);
        if (!wrong.isEmpty()) {
            throw new CommandFailure(ExitCode.ENVIRONMENT,
                    wrong.stream().map(Finding::message).collect(Collectors.joining("\n  ")));
        }
    }

    /// All that does not fit; empty: nothing.
    ///
    /// @param cluster how the commands of this program are told which cluster it is
    public List<Finding> findings(String cluster) {
        var findings = new ArrayList<Finding>();
        List<String> missing = options.topics().all().stream().filter(topic -> !partitions.containsKey(topic))
                .sorted().toList();
        if (!missing.isEmpty()) {
            findings.add(Finding.error("topics",
                    "there is no topic %s at %s; create it with: tidecast topics create %s"
                            .formatted(String.join(", ", missing), address, cluster)));
        } else {
            var wrong = new ArrayList<String>();
            partitions(wrong);
            wrong.forEach(message -> findings.add(Finding.error("partitions", message)));
        }
        var wrong = new ArrayList<String>();
        sizes(wrong);
        wrong.forEach(message -> findings.add(Finding.error("sizes", message)));
        return findings;
    }

    private void partitions(List<String> wrong) {
        int readings = partitions.getOrDefault(options.readingsTopic(), 0);
        for (String topic : List.of(options.forecastsTopic(), options.eventsTopic())) {
            int count = partitions.getOrDefault(topic, 0);
            if (count != readings) {
                wrong.add(
                        ("topic %s must have as many partitions as %s, %d, so that what comes of one partition stands in one, in order;"
                                + " got %d: add partitions to the smaller one, or make %s anew")
                                .formatted(topic, options.readingsTopic(), readings, count, topic));
            }
        }
        for (String changelog : changelogs) {
            int count = partitions.getOrDefault(changelog, readings);
            if (count != readings) {
                wrong.add(
                        ("topic %s has %d partitions, but the state in %s was learnt with %d: series have moved from one to another."
                                + " Run under another application.id, which learns from the readings that are kept, or make %s anew with %d partitions")
                                .formatted(options.readingsTopic(), readings, changelog, count,
                                        options.readingsTopic(), count));
            }
        }
    }

    private void sizes(List<String> wrong) {
        int most = options.limits().maxRecordBytes();
        int snapshot = StateSize.snapshotBytes(options.forecaster()) + StateSize.LARGEST_KEY_AND_OVERHEAD;
        if (snapshot > most) {
            wrong.add(
                    ("the state of one series takes up to %d bytes in one record, which is more than record.max.bytes=%d: make the model"
                            + " smaller (model.hidden.size, model.horizons), or raise record.max.bytes, producer.max.request.size and the brokers'"
                            + " message.max.bytes").formatted(snapshot, most));
        }
        int shared = StateSize.sharedBytes(options.forecaster()) + StateSize.LARGEST_KEY_AND_OVERHEAD;
        if (shared > most) {
            wrong.add(
                    ("the weights that the series of a partition share take %d bytes in one record, which is more than record.max.bytes=%d: make"
                            + " the model smaller (model.hidden.size), or raise record.max.bytes, producer.max.request.size and the brokers'"
                            + " message.max.bytes").formatted(shared, most));
        }
        if (most + BATCH_OVERHEAD > requestBytes) {
            wrong.add("producer.max.request.size must be at least %d, that is record.max.bytes and %d, got %d"
                    .formatted(most + BATCH_OVERHEAD, BATCH_OVERHEAD, requestBytes));
        }
        largestRecords.forEach((topic, bytes) -> {
            boolean written = !topic.equals(options.readingsTopic());
            if (written && most + BATCH_OVERHEAD > bytes) {
                wrong.add("%s must be at least %d, that is record.max.bytes and %d, got %d".formatted(
                        topic.isEmpty()
                                ? "message.max.bytes of the brokers"
                                : "max.message.bytes of topic " + topic,
                        most + BATCH_OVERHEAD, BATCH_OVERHEAD, bytes));
            }
        });
    }
}
