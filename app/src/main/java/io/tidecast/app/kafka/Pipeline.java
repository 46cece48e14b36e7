package io.tidecast.app.kafka;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.feed.FeedReader;
import io.tidecast.schemas.registry.RegistryException;
import io.tidecast.topology.ForecastObserver;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.ForecastTopology;
import io.tidecast.topology.LiveForecasters;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The forecasting topology, running. A thread that dies is replaced a few times, for what passes by itself; then the pipeline stops with the reason.
public final class Pipeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    private final KafkaStreams streams;
    private final boolean staticMember;
    private final LiveForecasters live;
    private final String readingsTopic;
    private final RestoreProgress restore = new RestoreProgress();
    private final @Nullable Takeover takeover;
    private final ThreadDeaths deaths;
    private volatile CauseOfDeath lastDeath = CauseOfDeath.UNKNOWN;

    private Pipeline(KafkaStreams streams, LiveForecasters live, String readingsTopic, StreamsConfig config) {
        this.streams = streams;
        this.live = live;
        this.readingsTopic = readingsTopic;
        staticMember = config.originals()
                .containsKey(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
        deaths = new ThreadDeaths(config.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG), System::nanoTime);
        takeover = Takeover.applies(config) ? Takeover.start(config, streams) : null;
    }

    /// Starts to read, learn and forecast.
    ///
    /// @param properties  of Kafka Streams
    public static Pipeline start(ForecastOptions options, Map<String, Object> properties) {
        return start(options, properties, ForecastObserver.NONE);
    }

    /// Starts to read, learn and forecast.
    ///
    /// @param properties  of Kafka Streams
    /// @param observer    is told what happens
    public static Pipeline start(ForecastOptions options, Map<String, Object> properties,
            ForecastObserver observer) {
        var all = new Properties();
        all.putAll(properties);
        prepareFormats(options);
        try {
            var live = new LiveForecasters(observer);
            var topology = ForecastTopology.addTo(new Topology(), options, live);
            var pipeline = new Pipeline(new KafkaStreams(topology, all), live, options.readingsTopic(),
                    new StreamsConfig(all));
            pipeline.start();
            return pipeline;
        } catch (StreamsException e) {
            throw new CauseOfDeath(e).failure("cannot start the pipeline");
        }
    }

    private void start() {
        streams.setUncaughtExceptionHandler((StreamsUncaughtExceptionHandler) this::threadDied);
        streams.setStateListener((now, before) -> {
            LOG.info("pipeline: {} -> {}", before, now);
            if (takeover != null) {
                takeover.stateChanged(now);
            }
        });
        streams.setGlobalStateRestoreListener(restore);
        streams.start();
    }

    /// Checks formats, schemas and registry, so that what is wrong with them shows before the first record.
    ///
    /// @throws CommandFailure if something is
    public static void prepareFormats(ForecastOptions options) {
        try {
            RecordCodec.forecasts(options.forecastsFormat(), options.registry(), options.forecastsTopic())
                    .prepare();
            var _ = new FeedReader(options.readingsFormat(), options.mapping(), options.registry());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        } catch (RegistryException e) {
            throw new CommandFailure(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()), e);
        }
    }

    /// Whether it has its partitions and reads.
    public boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /// The state of Kafka Streams, such as RUNNING or REBALANCING.
    public String state() {
        return streams.state().name();
    }

    /// The series that it has, open to questions.
    public LiveForecasters live() {
        return live;
    }

    /// Kafka Streams itself, for questions that only it can answer.
    public KafkaStreams streams() {
        return streams;
    }

    /// How far the restoring of its state has come.
    public RestoreProgress restore() {
        return restore;
    }

    /// Readings of its partitions that are still to be read, as far as its consumers know.
    public long lag() {
        double lag = 0;
        for (Metric metric : streams.metrics().values()) {
            MetricName name = metric.metricName();
            if (name.name().equals("records-lag") && readingsTopic.equals(name.tags().get("topic"))
                    && metric.metricValue() instanceof Double records && Double.isFinite(records)) {
                lag += records;
            }
        }
        return (long) lag;
    }

    /// Its metrics: Kafka's own, and those of group `tidecast-metrics`.
    public Map<MetricName, ? extends Metric> metrics() {
        return streams.metrics();
    }

    /// Checks that it is up.
    ///
    /// @throws CommandFailure if it has given up
    public void requireHealthy() {
        KafkaStreams.State state = streams.state();
        if (state == KafkaStreams.State.ERROR || state == KafkaStreams.State.PENDING_ERROR) {
            throw lastDeath.failure("the pipeline stopped");
        }
    }

    /// Stops within the limit; commits what is done.
    public void close(Duration atMost) {
        if (takeover != null) {
            takeover.close();
        }
        var membership = staticMember
                ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                : CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
        boolean stopped = streams
                .close(CloseOptions.groupMembershipOperation(membership).withTimeout(atMost));
        if (!stopped) {
            LOG.warn("pipeline: not stopped within {} s", atMost.toSeconds());
        }
    }

    /// Within the ten seconds after which containers are killed. What is not committed by then is done again by whoever takes over.
    @Override
    public void close() {
        close(Duration.ofSeconds(8));
    }

    private StreamThreadExceptionResponse threadDied(Throwable e) {
        var cause = new CauseOfDeath(e);
        lastDeath = cause;
        if (deaths.add() || cause.isLasting()) {
            LOG.error("pipeline: a thread died, giving up: {}", cause.text(), e);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.warn("pipeline: a thread died and is replaced: {}", cause.text(), e);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
