package io.tidecast.app.crash;

import io.tidecast.app.broker.BrokerPorts;
import io.tidecast.app.broker.BrokerProcess;
import io.tidecast.app.exit.StopSignal;
import java.nio.file.Path;
import java.time.Duration;

/// A real broker in a JVM of its own that comes back at the same address with the same data.
final class KillableBroker implements AutoCloseable {
    private final Path directory;
    private final StopSignal stop;
    private final int port = BrokerPorts.free(0).broker();
    private BrokerProcess process;

    KillableBroker(Path directory, StopSignal stop) {
        this.directory = directory;
        this.stop = stop;
        process = BrokerProcess.start(directory, port, stop);
    }

    String bootstrapServers() {
        return process.bootstrapServers();
    }

    long pid() {
        return process.pid();
    }

    void requireAlive() {
        process.requireAlive();
    }

    /// Kills it as `kill -9` does and starts it again.
    void killAndRestart() {
        awayFor(Duration.ZERO);
    }

    /// Kills it as `kill -9` does and starts it again after so long.
    void awayFor(Duration gone) {
        ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();
        handle.destroyForcibly();
        handle.onExit().join();
        process.close();
        stop.await(gone);
        process = BrokerProcess.start(directory, port, stop);
    }

    @Override
    public void close() {
        process.close();
    }
}
