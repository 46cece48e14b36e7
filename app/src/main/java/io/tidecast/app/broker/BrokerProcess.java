package io.tidecast.app.broker;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.exit.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A real Kafka broker in a JVM of its own, which ends with this one, even when this one is killed.
public final class BrokerProcess implements AutoCloseable {
    /// A start takes 3 to 4 s, up to 20 s on a machine that is busy (docs/ENGINE.md, section 2).
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Process process;
    private final Path directory;
    private final BrokerPorts ports;
    private final BrokerOutput output;

    private BrokerProcess(Process process, Path directory, BrokerPorts ports) {
        this.process = process;
        this.directory = directory;
        this.ports = ports;
        this.output = BrokerOutput.of(process);
    }

    /// Starts it and returns when it takes clients, or when the stop is asked for.
    ///
    /// @param directory  for its data and its log
    /// @param port       of 127.0.0.1, 0: any free one
    /// @throws CommandFailure if the port is busy or the broker does not come up
    public static BrokerProcess start(Path directory, int port, StopSignal stop) {
        BrokerPorts ports = BrokerPorts.free(port);
        var broker = new BrokerProcess(launch(directory, ports), directory, ports);
        try {
            broker.awaitReady(stop);
            return broker;
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    public String bootstrapServers() {
        return BrokerServer.address(ports);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /// Checks that it is up.
    ///
    /// @throws CommandFailure if the broker has died, with the reason it gave
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new CommandFailure(ExitCode.ENVIRONMENT,
                    "the embedded broker stopped (exit code %d): %s".formatted(process.exitValue(),
                            output.reason(directory)));
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It is gone already.
        }
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady(StopSignal stop) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!output.ready() && !stop.await(Duration.ofMillis(50))) {
            requireAlive();
            if (System.nanoTime() > deadline) {
                throw new CommandFailure(ExitCode.ENVIRONMENT,
                        "the embedded broker did not start within %d s: %s"
                                .formatted(START_LIMIT.toSeconds(), output.reason(directory)));
            }
        }
    }

    private static Process launch(Path directory, BrokerPorts ports) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(java, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp",
                System.getProperty("java.class.path"), BrokerMain.class.getName(), directory.toString(),
                String.valueOf(ports.broker()), String.valueOf(ports.controller()));
        try {
            return new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.ENVIRONMENT,
                    "cannot start a JVM for the embedded broker: " + e.getMessage(), e);
        }
    }
}
