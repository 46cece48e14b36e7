package io.tidecast.app.crash;

import static org.apache.kafka.common.IsolationLevel.READ_COMMITTED;
import static org.apache.kafka.common.IsolationLevel.READ_UNCOMMITTED;

import io.tidecast.app.crash.Scenario.Kill;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.TopicPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;

/// One run from an empty broker to the last answer: broker and application in JVMs of their own, loader and reader in this.
///
/// Every run has its own broker, so that the same readings stand at the same offsets of the same topic: a forecast names them.
final class CrashRun implements AutoCloseable {
    static final String READINGS = "readings";

    private static final String FORECASTS = "forecasts";
    private static final List<String> ANSWERS = List.of(FORECASTS, "readings-dlq");
    /// Nothing is measured by it: a run in which so long nothing new is committed is stuck.
    private static final Duration STUCK = Duration.ofMinutes(2);

    private final Scenario scenario;
    private final List<ProducerRecord<byte[], byte[]>> readings;
    private final StopSignal stop = StopSignal.listen();
    private final Answers answers = new Answers(FORECASTS);
    private final Queue<Kill> kills;
    private long lastProgress = System.nanoTime();
    private int answeredAtLastKill;

    private CrashRun(Scenario scenario, List<ProducerRecord<byte[], byte[]>> readings) {
        this.scenario = scenario;
        this.readings = readings;
        kills = new ArrayDeque<>(scenario.kills());
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
            Path config = configure(directory, broker.bootstrapServers());
            try (var application = new KillableApplication(config, directory.resolve("application.log"));
                    var loader = Loader.start(readings, scenario.trickle(), broker.bootstrapServers());
                    var committed = new LogReader(broker.bootstrapServers(), READ_COMMITTED, ANSWERS);
                    var transaction = new OpenTransaction(broker.bootstrapServers(),
                            LogReader.partitions(ANSWERS))) {
                while (answers.readings() < readings.size()) {
                    await(application, committed);
                    broker.requireAlive();
                    loader.requireHealthy();
                    loader.answered(answers.readings());
                    if (killIsDue() && (!scenario.transactional() || transaction.exists())) {
                        kill(broker, application, loader);
                    }
                }
                application.stop();
            }
            return outcome(broker.bootstrapServers());
        }
    }

    private void await(KillableApplication application, LogReader committed) {
        int before = answers.readings();
        committed.poll(answers::add);
        long now = System.nanoTime();
        if (answers.readings() > before) {
            lastProgress = now;
        } else if (now - lastProgress > STUCK.toNanos()) {
            throw new AssertionError(
                    "%s: %d of %d readings are answered, and no more for %d s; the application's last words:%n%s"
                            .formatted(scenario, before, readings.size(), STUCK.toSeconds(),
                                    application.lastWords()));
        }
        application.requireAlive();
        if (stop.requested()) {
            throw new AssertionError("stopped from outside");
        }
    }

    private boolean killIsDue() {
        Kill next = kills.peek();
        return next != null && answers.readings() - answeredAtLastKill >= next.newAnswers();
    }

    private void kill(KillableBroker broker, KillableApplication application, Loader loader)
            throws IOException, InterruptedException {
        switch (kills.remove().victim()) {
            case APPLICATION -> application.killAndRestart();
            case BROKER -> loader.holdWhile(broker::killAndRestart);
        }
        answeredAtLastKill = answers.readings();
        lastProgress = System.nanoTime();
    }

    private Outcome outcome(String bootstrapServers) {
        if (!kills.isEmpty()) {
            throw new AssertionError(
                    "%s: the readings were at their end before the kills %s".formatted(scenario, kills));
        }
        Log committed = read(bootstrapServers, ANSWERS, true);
        return new Outcome(read(bootstrapServers, List.of(READINGS), true), committed, answers.repeated(),
                read(bootstrapServers, ANSWERS, false).size() - committed.size());
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

    /// A static member, so that a restarted application gets its partitions back at once; snapshots so often that every series
    /// is killed between two of them, and after several.
    private Path configure(Path directory, String bootstrapServers) throws IOException {
        String common = """
                bootstrap.servers=%s
                state.dir=%s
                snapshot.every=16
                consumer.group.instance.id=one
                consumer.session.timeout.ms=6000
                consumer.heartbeat.interval.ms=1000
                """.formatted(bootstrapServers, directory.resolve("state"));
        String own = scenario.settings().entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining("\n"));
        return Files.writeString(directory.resolve("tidecast.properties"), common + own);
    }
}
