package io.tidecast.app.crash;

import static org.apache.kafka.common.IsolationLevel.READ_COMMITTED;
import static org.apache.kafka.common.IsolationLevel.READ_UNCOMMITTED;

import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.TopicPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/// One run from an empty broker to the last answer: broker and application in JVMs of their own, loader and reader in this.
///
/// Every run has its own broker, so that the same readings stand at the same offsets of the same topic: a forecast names them.
final class CrashRun implements AutoCloseable {
    static final String READINGS = "readings";
    static final String FORECASTS = "forecasts";

    private static final List<String> ANSWERS = List.of(FORECASTS, "readings-dlq", "forecast-events");
    /// Nothing is measured by it: a run in which so long nothing new is committed is stuck.
    private static final Duration STUCK = Duration.ofMinutes(4);
    private static final Duration AWAY = Duration.ofSeconds(65);

    private final Scenario scenario;
    private final List<ProducerRecord<byte[], byte[]>> readings;
    private final StopSignal stop = StopSignal.listen();
    private final Answers answers = new Answers();
    private final Progress progress = new Progress();
    private final Queue<Disturbance> disturbances;
    private final Queue<KillPoint> points = new ArrayDeque<>(EnumSet.allOf(KillPoint.class));
    private int answeredAtLast;

    private CrashRun(Scenario scenario, List<ProducerRecord<byte[], byte[]>> readings) {
        this.scenario = scenario;
        this.readings = readings;
        disturbances = new ArrayDeque<>(scenario.disturbances());
    }

    /// Runs until every reading is answered.
    static Outcome of(Path parent, Scenario scenario, List<ProducerRecord<byte[], byte[]>> readings)
            throws IOException, InterruptedException {
        Path directory = Files.createDirectory(parent.resolve(scenario.name()));
        try (var run = new CrashRun(scenario, readings)) {
            return run.in(directory);
        }
    }

    @Override
    public void close() {
        stop.close();
    }

    private Outcome in(Path directory) throws IOException, InterruptedException {
        try (var broker = new KillableBroker(directory.resolve("broker"), stop)) {
            createTopics(broker.bootstrapServers());
            try (var instances = new Instances(directory, scenario, broker.bootstrapServers());
                    var loader = Loader.start(readings, scenario.trickle(), broker.bootstrapServers());
                    var committed = new LogReader(broker.bootstrapServers(), READ_COMMITTED, ANSWERS);
                    var owners = new Owners(broker.bootstrapServers());
                    var ends = new LogEnds(broker.bootstrapServers(),
                            LogReader.partitions(ANSWERS))) {
                var set = new Set(broker, instances, loader, committed, owners, ends);
                while (answers.readings() < readings.size()) {
                    set.await();
                    instances.requireAlive();
                    if (isDue() && (!scenario.transactional() || ends.openTransaction())) {
                        set.disturb();
                    }
                }
                instances.stop();
                return outcome(broker.bootstrapServers(), instances);
            }
        }
    }

    private boolean isDue() {
        Disturbance next = disturbances.peek();
        return next != null && answers.readings() - answeredAtLast >= next.newAnswers();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        answers.add(record);
        progress.add(record);
    }

    /// All that takes part in the run.
    private final class Set {
        private final KillableBroker broker;
        private final Instances instances;
        private final Loader loader;
        private final LogReader committed;
        private final Owners owners;
        private final LogEnds ends;

        Set(KillableBroker broker, Instances instances, Loader loader, LogReader committed, Owners owners,
                LogEnds ends) {
            this.owners = owners;
            this.ends = ends;
            this.broker = broker;
            this.instances = instances;
            this.loader = loader;
            this.committed = committed;
        }

        void await() {
            committed.poll(CrashRun.this::take);
            if (progress.sinceLast().compareTo(STUCK) > 0) {
                throw new AssertionError(
                        "%s: %d of %d readings are answered, and no more for %d s; the application's last words:%n%s"
                                .formatted(scenario, answers.readings(), readings.size(), STUCK.toSeconds(),
                                        instances.lastWords()));
            }
            broker.requireAlive();
            loader.requireHealthy();
            loader.answered(answers.readings());
            if (stop.requested()) {
                throw new AssertionError("stopped from outside");
            }
        }

        void disturb() throws IOException, InterruptedException {
            loader.slow(true);
            disturb(disturbances.remove().kind());
            awaitEveryPartition();
            loader.slow(false);
            answeredAtLast = answers.readings();
        }

        private void disturb(Disturbance.Kind kind) throws IOException, InterruptedException {
            int number = instances.victim(owners.clients());
            KillableApplication victim = instances.get(number);
            switch (kind) {
                case KILL_INSTANCE -> {
                    victim.kill();
                    progress.killed(kind);
                    victim.start();
                }
                case LOSE_INSTANCE -> {
                    victim.kill();
                    progress.killed(kind);
                    awaitEveryPartition();
                    victim.start();
                    victim.awaitRunning(this::await);
                }
                case KILL_AT_POINT -> {
                    victim.killAt(nextPoint());
                    progress.killed(kind);
                    victim.start();
                }
                case KILL_BROKER -> loader.holdWhile(broker::killAndRestart);
                case RESTART_INSTANCE -> {
                    victim.stop();
                    awaitEveryPartition();
                    victim.start();
                }
                case PAUSE_INSTANCE -> {
                    victim.pause();
                    awaitEveryPartition();
                    victim.resume();
                }
                case FILL_DISK -> {
                    victim.kill();
                    try (var disk = SmallDisk.at(instances.state(number))) {
                        victim.start();
                        awaitEveryPartition();
                        Runnable meanwhile = () -> {
                            disk.fill();
                            await();
                        };
                        victim.awaitEnd(meanwhile);
                        victim.start();
                        victim.awaitEnd(meanwhile);
                    }
                    victim.start();
                }
                case JUMP_CLOCK -> {
                    victim.jumpClock();
                    awaitEveryPartition();
                    victim.kill();
                    victim.start();
                }
                case BROKER_AWAY -> loader.holdWhile(() -> broker.awayFor(AWAY));
            }
        }

        private KillPoint nextPoint() {
            KillPoint point = points.remove();
            points.add(point);
            return point;
        }

        /// Until the partitions that had answers before have new ones. With one instance, someone has to be there to answer.
        private void awaitEveryPartition() throws InterruptedException {
            progress.begin(ends.committed());
            while (!progress.everywhere() && answers.readings() < readings.size()) {
                await();
            }
        }
    }

    private Outcome outcome(String bootstrapServers, Instances instances) {
        if (!disturbances.isEmpty()) {
            throw new AssertionError("%s: the readings were at their end before the disturbances %s"
                    .formatted(scenario, disturbances));
        }
        Log committed = read(bootstrapServers, ANSWERS, true);
        return new Outcome(read(bootstrapServers, List.of(READINGS), true), committed, answers.repeated(),
                answers.readings(), read(bootstrapServers, ANSWERS, false).size() - committed.size(),
                instances.rebalances(), progress.pauses());
    }

    private static Log read(String bootstrapServers, List<String> topics, boolean committed) {
        try (var reader = new LogReader(bootstrapServers, committed ? READ_COMMITTED : READ_UNCOMMITTED,
                topics)) {
            return reader.readToEnd();
        }
    }

    private static void createTopics(String bootstrapServers) {
        try (var cluster = Cluster.connect(Map.of("bootstrap.servers", bootstrapServers))) {
            cluster.create(TopicPlan.of(Stream.concat(Stream.of(READINGS), ANSWERS.stream()),
                    SeededReadings.PARTITIONS, null, null));
        }
    }
}
