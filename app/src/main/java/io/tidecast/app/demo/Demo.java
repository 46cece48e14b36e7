package io.tidecast.app.demo;

import io.tidecast.app.broker.BrokerProcess;
import io.tidecast.app.broker.WorkDirectory;
import io.tidecast.app.config.TidecastConfig;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.kafka.AnswerTail;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.Feed;
import io.tidecast.app.kafka.Pipeline;
import io.tidecast.app.kafka.TopicPlan;
import io.tidecast.app.log.Logs;
import io.tidecast.app.web.ServedPipeline;
import io.tidecast.app.web.WebOptions;
import io.tidecast.connectors.reading.BadRows;
import io.tidecast.connectors.reading.InputException;
import io.tidecast.connectors.reading.ReadingSource;
import io.tidecast.topology.ForecastOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/// Everything in one command: an embedded broker, its topics, a feed, the pipeline, and its forecasts read back and scored.
public final class Demo {
    /// Broker and state of the default fleet take about a third of it.
    private static final long NEEDED_MEGABYTES = 300;
    private static final Duration POLL = Duration.ofMillis(100);

    private final DemoOptions options;
    private final BadRows badRows;
    private final DemoDisplay display;
    private final StopSignal stop;
    private final ScoreBoard board;

    private Demo(DemoOptions options, BadRows badRows, DemoDisplay display, StopSignal stop) {
        this.options = options;
        this.badRows = badRows;
        this.display = display;
        this.stop = stop;
        board = new ScoreBoard(options.scoreRows());
    }

    /// Runs until every reading is answered, or until the stop is asked for. Nothing is left running, whatever happens.
    ///
    /// @param source    the readings
    /// @param expected  how many there are, as far as is known; -1: no end
    /// @param badRows   what the source left out
    /// @param logs      get a file in the work directory
    public static ScoreReport run(DemoOptions options, ReadingSource source, long expected, BadRows badRows,
            Logs logs,
            StopSignal stop) {
        try (DemoDisplay display = DemoDisplay.choose();
                WorkDirectory work = WorkDirectory.open(options.workDirectory())) {
            work.requireSpace(NEEDED_MEGABYTES);
            logs.toFile(work.path().resolve("tidecast.log"));
            return new Demo(options, badRows, display, stop).run(work.path(), source, expected);
        }
    }

    private ScoreReport run(Path work, ReadingSource source, long expected) {
        display.say("starting a Kafka broker in " + work);
        try (var broker = BrokerProcess.start(work.resolve("broker"), options.port(), stop)) {
            if (stop.requested()) {
                return board.report(0, Duration.ZERO, options.pace());
            }
            TidecastConfig config = config(work, broker.bootstrapServers());
            createTopics(config);
            return new Run(broker, config, source, expected).score();
        }
    }

    private TidecastConfig config(Path work, String bootstrapServers) {
        var settings = new HashMap<>(
                Map.of("application.id", "tidecast-demo", "state.dir", work.resolve("state").toString()));
        settings.putAll(options.settings());
        settings.put("bootstrap.servers", bootstrapServers);
        return TidecastConfig.load(null, settings);
    }

    private void createTopics(TidecastConfig config) {
        ForecastOptions topics = config.forecastOptions();
        try (var cluster = Cluster.connect(config.adminProperties())) {
            cluster.create(TopicPlan.of(
                    topics.topics().all().stream(),
                    options.partitions(), null, null));
        }
        display.say("broker at %s; topics %s -> %s and %s, kept for ever".formatted(config.bootstrapServers(),
                topics.readingsTopic(), topics.forecastsTopic(), topics.deadLettersTopic()));
    }

    /// The part of a demo that has a broker.
    private final class Run {
        private final BrokerProcess broker;
        private final TidecastConfig config;
        private final ReadingSource source;
        private final long expected;

        Run(BrokerProcess broker, TidecastConfig config, ReadingSource source, long expected) {
            this.broker = broker;
            this.config = config;
            this.source = source;
            this.expected = expected;
        }

        ScoreReport score() {
            var served = ServedPipeline.start(config.forecastOptions(), web(), config.streamsProperties(),
                    config.consumerProperties());
            served.address().ifPresent(address -> display.say("the live page is at " + address));
            Pipeline pipeline = served.pipeline();
            try {
                while (!pipeline.isRunning() && !stop.await(POLL)) {
                    requireHealthy(pipeline);
                }
                return feed(pipeline);
            } catch (KafkaException | CommandFailure | InputException e) {
                // Whatever failed: if the broker is gone, that is why.
                broker.requireAlive();
                throw e;
            } finally {
                // Without a broker there is nothing to commit to.
                served.close(Duration.ofSeconds(broker.isAlive() ? 30 : 2));
            }
        }

        private Optional<WebOptions> web() {
            return options.ui() ? config.webOptions() : Optional.empty();
        }

        private ScoreReport feed(Pipeline pipeline) {
            ForecastOptions forecast = config.forecastOptions();
            long start = System.nanoTime();
            try (var tail = new AnswerTail(forecast, config.consumerProperties());
                    var feed = Feed.start(source, forecast.readingsTopic(), Feed.codec(forecast),
                            options.pace(), stop,
                            config.producerProperties())) {
                while (!stop.requested() && !(feed.finished() && board.answered() >= feed.fed())) {
                    requireHealthy(pipeline);
                    feed.requireHealthy();
                    tail.poll(POLL).forEach(board::add);
                    display.update(board, feed.finished() ? feed.fed() : expected);
                }
                var report = board.report(badRows.count(), Duration.ofNanos(System.nanoTime() - start),
                        options.pace());
                if (options.forever() && !stop.requested()) {
                    display.say("all %,d readings are answered; broker and pipeline stay until Ctrl-C"
                            .formatted(report.readings()));
                    stay(pipeline);
                }
                return report;
            }
        }

        private void stay(Pipeline pipeline) {
            while (!stop.await(POLL)) {
                requireHealthy(pipeline);
            }
        }

        private void requireHealthy(Pipeline pipeline) {
            broker.requireAlive();
            pipeline.requireHealthy();
        }
    }
}
