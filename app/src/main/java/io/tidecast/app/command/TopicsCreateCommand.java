package io.tidecast.app.command;

import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.TopicPlan;
import io.tidecast.topology.ForecastOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidecast topics create`.
@Command(name = "create", description = {
        "Create the topics of readings, forecasts, dead letters and events where they are not there yet; existing ones stay as they are."}, footer = {
                "",
                "Retention goes by the time of the reading, not by the time it was sent: with a finite retention, replayed"
                        + " history that is older is deleted at once.",
                "", "Examples:",
                "  tidecast topics create --bootstrap-server localhost:9092 --partitions 12 --replication 3 --retention 30d",
                "  tidecast topics create --config tidecast.properties"})
final class TopicsCreateCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    @Option(names = "--partitions", defaultValue = "4", paramLabel = "N", description = {
            "Partitions of each topic: so many stream threads can share the work (default: ${DEFAULT-VALUE})."})
    private int partitions;

    @Option(names = "--replication", paramLabel = "N", description = "Copies of each partition (default: as the cluster does).")
    private @Nullable Short replication;

    @Option(names = "--retention", converter = RetentionConverter.class, defaultValue = "forever", paramLabel = "TIME", description = {
            "How long records are kept: forever, or such as 7d, 36h or 90m (default: ${DEFAULT-VALUE})."})
    private Duration retention = RetentionConverter.FOREVER;

    @Override
    public Integer call() {
        common.quietLogs();
        TidecastConfig config = configuration.load();
        ForecastOptions topics = config.forecastOptions();
        List<TopicPlan> plans = TopicPlan.of(
                topics.topics().all().stream(),
                partitions, replication,
                retention.isNegative() ? null : retention);
        try (var kafka = Cluster.connect(config.adminProperties())) {
            kafka.create(plans).forEach(this::print);
        }
        return ExitCode.OK.number();
    }

    private void print(Cluster.Outcome outcome) {
        TopicPlan plan = outcome.plan();
        if (outcome.created()) {
            System.out.printf("created %s: %d partitions, kept %s%n", plan.name(), plan.partitions(),
                    plan.retentionText());
        } else {
            System.out.printf("exists  %s: %d partitions%s%n", plan.name(), outcome.partitions(),
                    outcome.partitions() == plan.partitions()
                            ? ""
                            : " (asked for " + plan.partitions() + "; left as it is)");
        }
    }
}
