package io.tidecast.app.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the way free after an instance was killed: whenever the partitions are assigned anew, ends the transactions of those that are no
/// longer in the group, so that a takeover need not wait for `transaction.timeout.ms`.
final class Takeover implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);
    private static final int PERIOD_MS = 500;
    private static final int ANSWER_LIMIT_MS = 5_000;

    private final Admin admin;
    private final AbandonedTransactions abandoned;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tidecast-takeover").factory());
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile boolean rebalancing;

    private Takeover(Admin admin, AbandonedTransactions abandoned) {
        this.admin = admin;
        this.abandoned = abandoned;
        var _ = thread.scheduleWithFixedDelay(this::look, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    /// Whether there are transactions to end, and names by which to tell whose they are.
    static boolean applies(StreamsConfig config) {
        return config.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG)
                .equals(StreamsConfig.EXACTLY_ONCE_V2)
                && config.getString(StreamsConfig.CLIENT_ID_CONFIG).isEmpty()
                && config.getString(StreamsConfig.GROUP_PROTOCOL_CONFIG).equalsIgnoreCase("classic");
    }

    /// Begins with what earlier lives of this process have left, which its state directory tells.
    ///
    /// @param streams is not started yet
    static Takeover start(StreamsConfig config, KafkaStreams streams) {
        String applicationId = config.getString(StreamsConfig.APPLICATION_ID_CONFIG);
        Map<String, Object> properties = config.getAdminConfigs(applicationId + "-takeover");
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_LIMIT_MS);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_LIMIT_MS);
        String consumer = streams.metadataForLocalThreads().iterator().next().consumerClientId();
        var commitInterval = Duration.ofMillis(config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG));
        Admin admin = Admin.create(properties);
        var takeover = new Takeover(admin, new AbandonedTransactions(admin, applicationId, consumer,
                commitInterval, System::nanoTime));
        run(takeover.abandoned::abortOwn);
        return takeover;
    }

    /// It looks as long as partitions are assigned and restored, which an open transaction may hold up, and once more after it: a new
    /// assignment is made without those that are gone.
    void stateChanged(KafkaStreams.State now) {
        rebalancing = now == KafkaStreams.State.REBALANCING;
        due.set(true);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        admin.close(Duration.ZERO);
    }

    private void look() {
        if ((due.getAndSet(false) || rebalancing) && (!run(abandoned::abort) || abandoned.isUndecided())) {
            due.set(true);
        }
    }

    /// @return false: it is worth another try
    private static boolean run(Ending ending) {
        try {
            List<String> ended = ending.run();
            if (!ended.isEmpty()) {
                LOG.info("pipeline: ended the open transactions of instances that are gone: {}", ended);
            }
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                LOG.debug("pipeline: the brokers do not say who is gone: {}", e.getCause().toString());
                return false;
            }
            LOG.warn(
                    "pipeline: cannot end the open transactions of instances that are gone, the brokers will after producer.transaction.timeout.ms: {}",
                    String.valueOf(e.getCause()));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private interface Ending {
        List<String> run() throws ExecutionException, InterruptedException;
    }
}
