package io.tidecast.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.broker.BrokerPorts;
import io.tidecast.app.broker.BrokerServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
    @TempDir
    private static Path directory;

    private static BrokerServer broker;
    private static String address = "";

    @BeforeAll
    static void startBroker() {
        BrokerPorts ports = BrokerPorts.free(0);
        broker = BrokerServer.start(directory.resolve("broker"), ports);
        address = BrokerServer.address(ports);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aFleetGoesOnWhereTheTopicEnds() throws Exception {
        assertTrue(run(4, "simulate", "--bootstrap-server", address).contains("there is no topic readings"));
        run(0, "topics", "create", "--bootstrap-server", address);
        String[] day = {"simulate", "--bootstrap-server", address, "--days", "1", "--speed", "max"};
        String first = run(0, day);
        assertTrue(first.contains("16 sensors send to readings at " + address), first);
        assertTrue(first.matches("(?s).*\\n2,\\d{3} readings sent to readings.*"), first);
        String again = run(0, day);
        assertTrue(again.contains("\n0 readings sent to readings"), again);
    }

    private static String run(int expected, String... arguments) throws Exception {
        try (var process = TidecastProcess.start(directory, arguments)) {
            int code = process.awaitExit();
            String printed = process.output() + "\n" + process.errors();
            assertEquals(expected, code, printed);
            return printed;
        }
    }
}
