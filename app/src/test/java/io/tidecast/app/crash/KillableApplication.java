package io.tidecast.app.crash;

import io.tidecast.topology.Sabotage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `tidecast run` in a JVM of its own.
final class KillableApplication implements AutoCloseable {
    private static final int STOP_LIMIT_SECONDS = 90;
    private static final int POINT_LIMIT_SECONDS = 15;
    private static final int REPORTED_LINES = 40;
    private static final int SMALL_HEAP = 256;
    private static final Duration BEHIND = Duration.ofDays(-1);

    private final Path config;
    private final Path log;
    private final @Nullable Sabotage sabotage;
    private final boolean wrongClock;
    private final int heapMegabytes;
    private Duration clock = Duration.ZERO;
    private int linesBefore;
    private Process process;

    /// Starts it.
    ///
    /// @param log      what it says, over all its lives
    /// @param sabotage a fault that is built in; null: none
    /// @param wrongClock whether its clock can jump
    KillableApplication(Path config, Path log, @Nullable Sabotage sabotage, boolean wrongClock)
            throws IOException {
        this(config, log, sabotage, wrongClock, SMALL_HEAP);
    }

    private KillableApplication(Path config, Path log, @Nullable Sabotage sabotage, boolean wrongClock,
            int heapMegabytes) throws IOException {
        this.heapMegabytes = heapMegabytes;
        this.config = config;
        this.log = log;
        this.sabotage = sabotage;
        this.wrongClock = wrongClock;
        process = launch();
    }

    /// Starts it undisturbed, with so much heap.
    static KillableApplication withHeap(Path config, Path log, int heapMegabytes) throws IOException {
        return new KillableApplication(config, log, null, false, heapMegabytes);
    }

    long pid() {
        return process.pid();
    }

    /// Kills it as `kill -9` does.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Tells it to end itself at the point. A point that it does not come to, because it has no partition, is one from outside.
    void killAt(KillPoint point) throws IOException, InterruptedException {
        order(point.order);
        if (!process.waitFor(POINT_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            kill();
        }
    }

    /// Its clock jumps an hour ahead, and is a day behind from its next start on.
    void jumpClock() throws IOException {
        order(Orders.JUMP);
        clock = BEHIND;
    }

    private void order(int order) throws IOException {
        process.getOutputStream().write(order);
        process.getOutputStream().flush();
    }

    void start() throws IOException {
        process = launch();
    }

    /// Stops it as SIGTERM does; what it has done is committed then.
    void stop() throws InterruptedException {
        // By its handle: Process.destroy would also close its standard input, which means that the parent is gone.
        process.toHandle().destroy();
        if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the application did not stop within %d s: %s"
                    .formatted(STOP_LIMIT_SECONDS, lastWords()));
        }
    }

    /// SIGSTOP: it is there, but does nothing.
    void pause() throws IOException, InterruptedException {
        signal("STOP");
    }

    /// SIGCONT: it goes on where it was.
    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start()
                .waitFor();
        if (code != 0) {
            throw new AssertionError("kill -%s ended with exit code %d".formatted(name, code));
        }
    }

    /// Waits until it has its place among the others.
    ///
    /// @param meanwhile goes on, a little at each call
    void awaitRunning(Runnable meanwhile) {
        while (process.isAlive()
                && lines().stream().skip(linesBefore).noneMatch(line -> line.endsWith("-> RUNNING"))) {
            meanwhile.run();
        }
    }

    /// Waits until it has ended by itself.
    ///
    /// @param meanwhile goes on, a little at each call
    void awaitEnd(Runnable meanwhile) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_LIMIT_SECONDS);
        while (process.isAlive()) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("the application did not end by itself within %d s: %s"
                        .formatted(STOP_LIMIT_SECONDS, lastWords()));
            }
            meanwhile.run();
        }
    }

    void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError("the application ended with exit code %d: %s"
                    .formatted(process.exitValue(), lastWords()));
        }
    }

    /// The end of its log.
    String lastWords() {
        List<String> lines = lines();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - REPORTED_LINES), lines.size()));
    }

    /// All that it has said.
    List<String> lines() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            return List.of("its log cannot be read: " + e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    private Process launch() throws IOException {
        linesBefore = Files.exists(log) ? lines().size() : 0;
        var command = new ArrayList<String>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx%dm".formatted(heapMegabytes), "--add-modules", "jdk.incubator.vector",
                        "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow", "-cp",
                        System.getProperty("java.class.path")));
        if (wrongClock) {
            command.add(ShiftedClock.option(config.resolveSibling("agent"), clock));
        }
        if (sabotage == null) {
            command.addAll(List.of(RunUntilParentEnds.class.getName(), "run", "--config", config.toString()));
        } else {
            command.addAll(List.of(SabotagedRun.class.getName(), sabotage.name(), config.toString()));
        }
        return new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    }
}
