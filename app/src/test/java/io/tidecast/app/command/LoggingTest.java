package io.tidecast.app.command;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
    /// Kafka brings slf4j-api 1.7, to which a 2.x provider silently does not bind: then there would be no log at all.
    @Test
    void bindsLogbackToTheLogsOfEveryLibrary() {
        assertInstanceOf(LoggerContext.class, LoggerFactory.getILoggerFactory());
    }
}
