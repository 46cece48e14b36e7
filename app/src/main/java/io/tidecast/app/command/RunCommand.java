package io.tidecast.app.command;

import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.health.Heartbeat;
import io.tidecast.app.kafka.ActivityLog;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.StartCheck;
import io.tidecast.app.web.ServedPipeline;
import io.tidecast.topology.ForecastOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.UsageMessageSpec;

/// `tidecast run`.
@Command(name = "run", description = {
        "Run the forecasting pipeline on a Kafka cluster until it is stopped by Ctrl-C or SIGTERM.", "",
        "It reads readings (record key = series id), learns from each, and writes one forecast for each to the forecasts"
                + " topic, exactly once; what is no usable reading goes to the dead-letter topic with the reason in its headers."}, footer = {
                        "",
                        "A configuration file (any Kafka Streams, consumer., producer. or admin. property may stand in it;"
                                + " $${env:NAME} is the environment variable NAME):",
                        "  bootstrap.servers=kafka-1:9092,kafka-2:9092",
                        "  application.id=tidecast", "  readings.topic=readings", "  num.stream.threads=4",
                        "  security.protocol=SASL_SSL", "  sasl.mechanism=PLAIN",
                        "  sasl.jaas.config=... username=\"tidecast\" password=\"$${env:KAFKA_PASSWORD}\";",
                        "", "Examples:", "  tidecast topics create --config tidecast.properties",
                        "  tidecast run --config tidecast.properties",
                        "  tidecast run --config tidecast.properties --set model.cell=gru"})
final class RunCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Mixin
    private ConfigOptions configuration = new ConfigOptions();

    /// Puts the table of configuration keys into the command's help.
    static void documentKeys(CommandLine command) {
        command.getHelpSectionMap().put("keys",
                help -> help.createHeading("%nKeys of the configuration:%n") + keys(help));
        var sections = new ArrayList<>(command.getHelpSectionKeys());
        sections.add(sections.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), "keys");
        command.setHelpSectionKeys(sections);
    }

    private static String keys(CommandLine.Help help) {
        return help.createTextTable(TidecastConfig.describeKeys()).toString();
    }

    @Override
    public Integer call() {
        TidecastConfig config = configuration.load();
        common.serviceLogs(config.logFormat());
        Logger log = LoggerFactory.getLogger(RunCommand.class);
        config.warnings().forEach(log::warn);
        ForecastOptions options = config.forecastOptions();
        try (var stop = StopSignal.listen()) {
            requireFit(config, options);
            log.info("tidecast {}: {} -> {} ({}) at {} as {}", Version.text(), options.readingsTopic(),
                    options.forecastsTopic(),
                    options.forecaster().modelId(), config.bootstrapServers(), config.applicationId());
            try (var served = ServedPipeline.start(options, config.webOptions(), config.streamsProperties(),
                    config.consumerProperties())) {
                var heartbeat = new Heartbeat(config.healthFile());
                var activity = new ActivityLog(served.pipeline(), options.deadLettersTopic());
                while (!stop.requested()) {
                    heartbeat.beat(served.pipeline().state());
                    activity.look();
                    watch(served, stop, config);
                }
                heartbeat.beat("STOPPING");
                log.info("stopping");
            }
            log.info("stopped");
        }
        return ExitCode.INTERRUPTED.number();
    }

    /// Until the next beat is due or the stop is asked for.
    private void watch(ServedPipeline served, StopSignal stop, TidecastConfig config) {
        long next = System.nanoTime() + Heartbeat.INTERVAL.toNanos();
        while (System.nanoTime() < next && !stop.await(Duration.ofMillis(200))) {
            requireHealthy(served, config);
        }
    }

    /// What a pipeline dies of may be what would not have let it start: the topics have changed since. That is told better then.
    private void requireHealthy(ServedPipeline served, TidecastConfig config) {
        try {
            served.requireHealthy();
        } catch (CommandFailure death) {
            requireFit(config, config.forecastOptions());
            throw death;
        }
    }

    private void requireFit(TidecastConfig config, ForecastOptions options) {
        try (var cluster = Cluster.connect(config.adminProperties())) {
            StartCheck.of(cluster, options, config.streamsProperties())
                    .requireFit(configuration.asArguments());
        }
    }
}
