package io.tidecast.app.kafka;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.schemas.RecordCodec;
import io.tidecast.schemas.feed.FeedReader;
import io.tidecast.schemas.registry.RegistryException;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.ForecastTopology;
import io.tidecast.topology.IncompatibleStateException;
import io.tidecast.topology.LiveForecasters;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The forecasting topology, running. A thread that dies is replaced a few times, for what passes by itself; then the pipeline stops with the reason.
public final class Pipeline implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    /// So many deaths within so long are not what passes by itself.
    private static final int THREAD_REPLACEMENTS = 5;
    private static final Duration REPLACEMENT_PERIOD = Duration.ofMinutes(10);

    private final KafkaStreams streams;
    private final boolean staticMember;
    private final LiveForecasters live;
    /// Nanoseconds of the last deaths, the oldest first.
    private final Deque<Long> deaths = new ConcurrentLinkedDeque<>();
    private volatile @Nullable Throwable lastDeath;

    private Pipeline(KafkaStreams streams, LiveForecasters live, boolean staticMember) {
        this.streams = streams;
        this.live = live;
        this.staticMember = staticMember;
    }

    /// Starts to read, learn and forecast.
    ///
    /// @param properties  of Kafka Streams
    public static Pipeline start(ForecastOptions options, Map<String, Object> properties) {
        var all = new Properties();
        all.putAll(properties);
        prepareFormats(options);
        try {
            var live = new LiveForecasters();
            var topology = ForecastTopology.addTo(new Topology(), options, live);
            var pipeline = new Pipeline(new KafkaStreams(topology, all), live, all
                    .containsKey(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG)));
            pipeline.streams
                    .setUncaughtExceptionHandler((StreamsUncaughtExceptionHandler) pipeline::threadDied);
            pipeline.streams.setStateListener((now, before) -> LOG.info("pipeline: {} -> {}", before, now));
            pipeline.streams.start();
            return pipeline;
        } catch (StreamsException e) {
            throw failure("cannot start the pipeline", e);
        }
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
            throw failure("the pipeline stopped", lastDeath);
        }
    }

    /// Stops within the limit; commits what is done.
    public void close(Duration atMost) {
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
        lastDeath = e;
        long now = System.nanoTime();
        deaths.add(now);
        deaths.removeIf(death -> now - death > REPLACEMENT_PERIOD.toNanos());
        if (deaths.size() > THREAD_REPLACEMENTS || isLasting(e)) {
            LOG.error("pipeline: a thread died, giving up: {}", reason(e), e);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        LOG.warn("pipeline: a thread died and is replaced: {}", reason(e), e);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /// Whether a new thread would die of the same.
    private static boolean isLasting(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IncompatibleStateException || cause instanceof MissingSourceTopicException
                    || cause instanceof AuthorizationException || cause instanceof AuthenticationException) {
                return true;
            }
        }
        return false;
    }

    private static CommandFailure failure(String what, @Nullable Throwable e) {
        String reason = e == null ? "all its threads have died" : reason(e);
        if (reason.contains("No space left on device")) {
            return new CommandFailure(ExitCode.ENVIRONMENT,
                    what + ": the disk is full; make room or choose another place for the state", e);
        }
        return new CommandFailure(ExitCode.FAILED, what + ": " + reason, e);
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof IncompatibleStateException
                ? String.valueOf(root.getMessage())
                : root.getClass().getSimpleName() + ": " + root.getMessage();
    }
}
