package io.tidecast.app.crash;

import io.tidecast.topology.Sabotage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The instances of the application in a run, each with a directory of its own.
final class Instances implements AutoCloseable {
    private static final String METADATA = "tidecast/kafka-streams-process-metadata";
    private static final Pattern PROCESS = Pattern.compile("\"processId\":\"([^\"]+)\"");

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
        return new KillableApplication(config, directory.resolve("application.log"), sabotage,
                scenario.has(Disturbance.Kind.JUMP_CLOCK));
    }

    /// A single instance is a static member, so that it gets its partitions back at once. Snapshots so often that every series is killed
    /// between two of them, and after several.
    private String settings(Scenario scenario, int number, String bootstrapServers) {
        Map<String, String> settings = new java.util.TreeMap<>(Map.of("bootstrap.servers", bootstrapServers,
                "state.dir", state(number).toString(), "snapshot.every", "16", "web.port", "-1",
                "default.client.supplier", KillableClients.class.getName(), "rocksdb.config.setter",
                SmallMemtables.class.getName()));
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

    /// One of those that have partitions, so that what is done to it is felt.
    ///
    /// @param owners client ids
    int victim(Set<String> owners) {
        List<Integer> felt = IntStream.range(0, all.size())
                .filter(number -> owners.stream().anyMatch(owner -> owner.contains(process(number)))).boxed()
                .toList();
        return felt.isEmpty() ? random.nextInt(all.size()) : felt.get(random.nextInt(felt.size()));
    }

    /// By what Kafka Streams names an instance.
    private String process(int number) {
        try {
            Matcher id = PROCESS.matcher(Files.readString(state(number).resolve(METADATA)));
            if (id.find()) {
                return id.group(1);
            }
            throw new AssertionError("no process id in " + state(number).resolve(METADATA));
        } catch (IOException e) {
            throw new AssertionError("instance %d has no state: %s".formatted(number, e), e);
        }
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
