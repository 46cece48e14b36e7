package io.tidecast.app.command;

import static java.util.Objects.requireNonNull;

import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.TopicPlan;
import io.tidecast.topology.ForecastOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
    @Spec
    private @Nullable CommandSpec spec;

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

    @Mixin
    private OutputOptions output = new OutputOptions();

    /// What is printed for programs.
    ///
    /// @param created whether it is new
    private record Result(String topic, boolean created, int partitions) {
        static Result of(Cluster.Outcome outcome) {
            return new Result(outcome.plan().name(), outcome.created(), outcome.partitions());
        }
    }

    @Override
    public Integer call() {
        common.require(partitions > 0, "--partitions", "at least 1", partitions);
        common.require(replication == null || replication > 0, "--replication", "at least 1", replication);
        common.quietLogs();
        TidecastConfig config = configuration.load();
        ForecastOptions topics = config.forecastOptions();
        List<TopicPlan> plans = TopicPlan.of(
                topics.topics().all().stream(),
                partitions, replication,
                retention.isNegative() ? null : retention);
        try (var kafka = Cluster.connect(config.adminProperties())) {
            List<Cluster.Outcome> outcomes = kafka.create(plans);
            output.print(requireNonNull(spec).commandLine().getOut(),
                    () -> outcomes.stream().map(TopicsCreateCommand::text)
                            .collect(Collectors.joining(System.lineSeparator())),
                    () -> outcomes.stream().map(Result::of).toList());
        }
        return ExitCode.OK.number();
    }

    private static String text(Cluster.Outcome outcome) {
        TopicPlan plan = outcome.plan();
        if (outcome.created()) {
            return "created %s: %d partitions, kept %s".formatted(plan.name(), plan.partitions(),
                    plan.retentionText());
        }
        return "exists  %s: %d partitions%s".formatted(plan.name(), outcome.partitions(),
                outcome.partitions() == plan.partitions()
                        ? ""
                        : " (asked for " + plan.partitions() + "; left as it is)");
    }
}
