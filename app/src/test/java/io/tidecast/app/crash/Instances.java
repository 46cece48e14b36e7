package io.tidecast.app.crash;

import io.tidecast.topology.Sabotage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/// The instances of the application in a run, each with a directory of its own.
final class Instances implements AutoCloseable {
    private final Random random;
    private final List<KillableApplication> all = new ArrayList<>();
    private final List<Path> directories = new ArrayList<>();

    Instances(Path parent, Scenario scenario, String bootstrapServers) throws IOException {
        random = new Random(scenario.seed());
        for (int i = 0; i < scenario.instances(); i++) {
            Path directory = Files.createDirectory(parent.resolve("instance-" + i));
            directories.add(directory);
            Files.createDirectory(state(i));
            all.add(start(directory, scenario, i, bootstrapServers));
        }
    }

    private KillableApplication start(Path directory, Scenario scenario, int number, String bootstrapServers)
            throws IOException {
        Path config = Files.writeString(directory.resolve("tidecast.properties"),
                settings(scenario, number, bootstrapServers));
        Sabotage sabotage = scenario.sabotage();
        return new KillableApplication(config, directory.resolve("application.log"), sabotage);
    }

    /// A single instance is a static member, so that it gets its partitions back at once. Snapshots so often that every series is killed
    /// between two of them, and after several.
    private String settings(Scenario scenario, int number, String bootstrapServers) {
        Map<String, String> settings = new java.util.TreeMap<>(Map.of("bootstrap.servers", bootstrapServers,
                "state.dir", state(number).toString(), "snapshot.every", "16", "consumer.session.timeout.ms",
                "3000", "consumer.heartbeat.interval.ms", "500", "producer.transaction.timeout.ms", "20000",
                "web.port", "-1"));
        if (scenario.instances() == 1) {
            settings.put("instance.name", "one");
        }
        settings.putAll(scenario.settings());
        return settings.entrySet().stream().map(setting -> setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining("\n"));
    }

    /// Where an instance has its state.
    Path state(int number) {
        return directories.get(number).resolve("state");
    }

    int victim() {
        return random.nextInt(all.size());
    }

    KillableApplication get(int number) {
        return all.get(number);
    }

    void requireAlive() {
        all.forEach(KillableApplication::requireAlive);
    }

    void stop() throws InterruptedException {
        for (KillableApplication instance : all) {
            instance.stop();
        }
    }

    /// Times that an instance which was running had its partitions assigned anew.
    int rebalances() {
        return (int) lines().stream().filter(line -> line.contains("pipeline: RUNNING -> REBALANCING"))
                .count();
    }

    /// What they have said, one after the other.
    List<String> lines() {
        return all.stream().flatMap(instance -> instance.lines().stream()).toList();
    }

    String lastWords() {
        return all.stream().map(KillableApplication::lastWords).collect(Collectors.joining("\n---\n"));
    }

    @Override
    public void close() {
        all.forEach(KillableApplication::close);
    }
}
