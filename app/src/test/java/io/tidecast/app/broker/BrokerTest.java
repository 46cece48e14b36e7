package io.tidecast.app.broker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.app.kafka.Cluster;
import io.tidecast.app.kafka.TopicPlan;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerTest {
    @TempDir
    private Path directory;

    @Test
    void startsInItsOwnProcessTakesClientsAndStops() {
        try (var stop = StopSignal.listen()) {
            BrokerProcess broker = BrokerProcess.start(directory, 0, stop);
            try (var cluster = Cluster.connect(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                assertTrue(cluster.create(TopicPlan.of(Stream.of("a"), 1, null, null)).getFirst().created());
                assertEquals(Map.of("a", 1), cluster.partitions(List.of("a", "b")));
            }
            broker.requireAlive();
            broker.close();
            assertFalse(broker.isAlive());
            assertTrue(Files.exists(directory.resolve("broker.log")));
        }
    }

    @Test
    void refusesABusyPort() throws IOException {
        try (var stop = StopSignal.listen();
                var busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var e = assertThrows(CommandFailure.class,
                    () -> BrokerProcess.start(directory, busy.getLocalPort(), stop));
            assertEquals(ExitCode.ENVIRONMENT, e.exitCode());
            assertTrue(String.valueOf(e.getMessage()).contains("--port"), e.getMessage());
        }
    }

    @Test
    void keepsAGivenWorkDirectoryAndRemovesATemporaryOne() throws IOException {
        Path kept = directory.resolve("new/kept");
        try (var work = WorkDirectory.open(kept)) {
            Files.writeString(work.path().resolve("file"), "x");
        }
        assertTrue(Files.exists(kept.resolve("file")));
        assertEquals(ExitCode.USAGE,
                assertThrows(CommandFailure.class, () -> WorkDirectory.open(kept)).exitCode());

        Path temporary;
        try (var work = WorkDirectory.open(null)) {
            temporary = work.path();
            Files.createDirectories(temporary.resolve("a/b"));
        }
        assertFalse(Files.exists(temporary));
    }

    @Test
    void saysHowMuchSpaceIsMissing() {
        try (var work = WorkDirectory.open(null)) {
            work.requireSpace(0);
            var e = assertThrows(CommandFailure.class, () -> work.requireSpace(Long.MAX_VALUE));
            assertEquals(ExitCode.ENVIRONMENT, e.exitCode());
        }
    }
}
