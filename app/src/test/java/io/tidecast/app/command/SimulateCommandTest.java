package io.tidecast.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.broker.TestBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
    @TempDir
    private static Path directory;

    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    @Test
    void aFleetGoesOnWhereTheTopicEnds() throws Exception {
        assertTrue(run(4, "simulate", "--bootstrap-server", BROKER.address())
                .contains("there is no topic readings"));
        run(0, "topics", "create", "--bootstrap-server", BROKER.address());
        String[] day = {"simulate", "--bootstrap-server", BROKER.address(), "--days", "1", "--speed", "max"};
        String first = run(0, day);
        assertTrue(first.contains("16 sensors send to readings at " + BROKER.address()), first);
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
