package io.tidecast.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.LoggerContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class LoggingTest {
    /// Kafka brings slf4j-api 1.7, to which a 2.x provider silently does not bind: then there would be no log at all.
    @Test
    void bindsLogbackToTheLogsOfEveryLibrary() {
        assertInstanceOf(LoggerContext.class, LoggerFactory.getILoggerFactory());
    }

    @Test
    void eachLineOfAJsonLogIsOneObjectAlsoOfAFailure(@TempDir Path directory) throws Exception {
        try (var process = TidecastProcess.start(directory, "run", "-b", "127.0.0.1:1", "--set",
                "log.format=json", "--set", "admin.default.api.timeout.ms=1500", "--set",
                "admin.request.timeout.ms=1000", "--verbose")) {
            assertEquals(4, process.awaitExit(), process.errors());
            List<String> lines = process.errors().lines()
                    .filter(line -> !line.startsWith("tidecast run:") && !line.startsWith("WARNING:"))
                    .toList();
            assertTrue(lines.size() > 1, process.errors());
            for (String line : lines) {
                JsonNode event = new ObjectMapper().readTree(line);
                for (String field : List.of("timestamp", "level", "loggerName", "formattedMessage")) {
                    assertTrue(event.has(field), line);
                }
                assertFalse(event.get("formattedMessage").asText().contains("{}"), line);
            }
        }
    }
}
