package io.tidecast.app.crash;

import io.tidecast.app.command.TidecastCommand;
import io.tidecast.app.crash.Disturbance.Kind;
import io.tidecast.topology.Sabotage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The long proof: many disturbances on real processes against an undisturbed run, and faults that must be seen.
final class CrashBenchmark {
    private static final int MOST_NEW_ANSWERS = 500;
    private static final int READINGS_PER_DISTURBANCE = 1_600;
    /// A lost instance is missed after the session timeout: here the shortest that suits a machine which is shared.
    private static final Map<String, String> STANDBY = Map.of("num.standby.replicas", "1",
            "consumer.session.timeout.ms", "3000", "consumer.heartbeat.interval.ms", "500");
    private static final int STANDBY_KILLS = 3;
    /// What is shown of a difference, characters.
    private static final int MOST_DIFFERENCE = 1_500;

    private final CrashArguments arguments;
    private final Path directory;
    private final Map<String, String> mode;
    private final List<CrashResult> results = new ArrayList<>();
    private Outcome undisturbed = Outcome.NONE;

    private CrashBenchmark(CrashArguments arguments, Path directory) throws IOException {
        this.arguments = arguments;
        this.directory = directory;
        mode = settings(arguments.mode());
    }

    /// Exit code 0: all as it must be; 1: something is not.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var parsed = CrashArguments.parse(arguments);
        Path directory = Files.createTempDirectory("tidecast-crash");
        var benchmark = new CrashBenchmark(parsed, directory);
        boolean good = benchmark.run();
        if (parsed.json() != null) {
            Files.writeString(parsed.json(), benchmark.results.stream().map(CrashResult::json)
                    .collect(Collectors.joining(",\n ", "[", "]\n")));
        }
        System.exit(good ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        System.out.printf("crash: seed %d, %s, %d kills of instances, %d of the broker, %d instances; %s%n",
                arguments.seed(), arguments.mode(), arguments.kills(), arguments.brokerKills(),
                arguments.instances(), directory);
        undisturbed = of(Scenario.undisturbed(mode));
        int alone = arguments.instances() == 1 ? arguments.kills() : arguments.kills() / 2;
        disturbed("one instance", 1, mode, Map.of(Kind.KILL_INSTANCE, alone, Kind.KILL_AT_POINT,
                arguments.points(), Kind.KILL_BROKER, arguments.brokerKills(), Kind.FILL_DISK,
                arguments.fullDisks(), Kind.BROKER_AWAY, arguments.brokerAways()));
        if (arguments.clockJumps() > 0) {
            disturbed("wrong clock", 1, mode, Map.of(Kind.JUMP_CLOCK, arguments.clockJumps()));
        }
        if (arguments.instances() > 1) {
            disturbed(arguments.instances() + " instances", arguments.instances(), mode,
                    Map.of(Kind.KILL_INSTANCE, arguments.kills() - alone, Kind.LOSE_INSTANCE,
                            arguments.losses(), Kind.RESTART_INSTANCE,
                            arguments.rebalances(), Kind.PAUSE_INSTANCE, arguments.pauses()));
            disturbed("2 instances, standby", 2, with(STANDBY),
                    Map.of(Kind.KILL_INSTANCE, STANDBY_KILLS, Kind.LOSE_INSTANCE, arguments.losses()));
        }
        if (arguments.controls()) {
            control(Scenario.withoutTransactions(mode));
            for (Sabotage sabotage : Sabotage.values()) {
                control(Scenario.sabotaged(sabotage, mode));
            }
        }
        return results.stream().allMatch(CrashResult::good);
    }

    private Map<String, String> with(Map<String, String> more) {
        var all = new HashMap<>(mode);
        all.putAll(more);
        return all;
    }

    private void disturbed(String name, int instances, Map<String, String> settings,
            Map<Kind, Integer> counts)
            throws IOException, InterruptedException {
        Outcome outcome = of(Scenario.disturbed(name.replace(' ', '-').replace(",", ""), settings, instances,
                arguments.seed(), counts, MOST_NEW_ANSWERS));
        report(new CrashResult(name, counts, differing(outcome), outcome, true));
    }

    private void control(Scenario scenario) throws IOException, InterruptedException {
        Outcome outcome = of(scenario);
        report(new CrashResult("control: " + scenario.name(), Map.of(), differing(outcome), outcome, false));
    }

    private void report(CrashResult result) {
        results.add(result);
        System.out.println(result.text());
    }

    private long differing(Outcome outcome) {
        if (!undisturbed.readings().difference(outcome.readings()).isEmpty()) {
            throw new AssertionError("the harness is at fault, the runs read different readings");
        }
        String difference = undisturbed.answers().difference(outcome.answers());
        if (!difference.isEmpty()) {
            System.err.println(difference.length() > MOST_DIFFERENCE
                    ? difference.substring(0, MOST_DIFFERENCE) + "..."
                    : difference);
        }
        return difference.lines().filter(line -> line.contains(" records ")).count();
    }

    private Outcome of(Scenario scenario) throws IOException, InterruptedException {
        long start = System.nanoTime();
        int count = 4_000
                + READINGS_PER_DISTURBANCE * Math.max(10, arguments.kills() + arguments.brokerKills()
                        + arguments.rebalances() + arguments.pauses() + arguments.losses()
                        + arguments.points());
        System.err.println("running " + scenario.name());
        Outcome outcome = CrashRun.of(directory, scenario,
                SeededReadings.of(arguments.seed(), count, CrashRun.READINGS));
        System.err.printf("%s: %d answers, %.0f s%n", scenario.name(), outcome.answers().size(),
                Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3);
        return outcome;
    }

    private Map<String, String> settings(String weights) throws IOException {
        if (weights.equals("shared")) {
            return Map.of("weights", "shared", "model.batch", "8", "snapshot.every", "1");
        }
        if (!weights.equals("frozen")) {
            return Map.of();
        }
        Path csv = Files.writeString(directory.resolve("train.csv"), trainingRows());
        Path file = directory.resolve("weights.safetensors");
        int code = TidecastCommand.commandLine().execute("train", "--input", csv.toString(), "--epochs", "2",
                "--weights", file.toString());
        if (code != 0) {
            throw new AssertionError("training ended with exit code " + code);
        }
        return Map.of("model.weights", file.toString(), "weights", "frozen");
    }

    private static String trainingRows() {
        var rows = new StringBuilder("time,v\n");
        for (int i = 0; i < 600; i++) {
            rows.append("%s,%s%n".formatted(java.time.LocalDateTime.of(2025, 1, 1, 0, 0).plusMinutes(10L * i),
                    StrictMath.sin(i / 23.0) + 0.1 * StrictMath.sin(i * 7.7)));
        }
        return rows.toString();
    }
}
