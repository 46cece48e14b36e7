package io.tidecast.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/// Where log lines go, said in code once at the start of a command: nothing is logged that was not asked for.
public final class Logs {
    private static final String LINE = "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n%ex{short}";
    private static final String WITH_STACK_TRACE = "%d{HH:mm:ss.SSS} %-5level [%thread] %logger: %msg%n%ex";

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private Logs() {
        context.reset();
        root.setLevel(Level.WARN);
    }

    /// Nowhere yet; warnings and worse are kept for the places to come.
    public static Logs silent() {
        return new Logs();
    }

    /// Lets this logger and those below it speak from this level on.
    public Logs level(String logger, Level level) {
        context.getLogger(logger).setLevel(level);
        return this;
    }

    public Logs toFile(Path file) {
        var appender = new FileAppender<ILoggingEvent>();
        appender.setFile(file.toString());
        return add(appender, text(WITH_STACK_TRACE), Level.TRACE);
    }

    public Logs toStandardError(Level from) {
        return toStandardError(from, LogFormat.TEXT);
    }

    public Logs toStandardError(Level from, LogFormat format) {
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setTarget("System.err");
        return add(appender, switch (format) {
            case TEXT -> text(LINE);
            case JSON -> json();
        }, from);
    }

    private static Encoder<ILoggingEvent> text(String pattern) {
        var encoder = new PatternLayoutEncoder();
        encoder.setPattern(pattern);
        return encoder;
    }

    private static Encoder<ILoggingEvent> json() {
        var encoder = new JsonEncoder();
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMarkers(false);
        encoder.setWithMDC(false);
        encoder.setWithKVPList(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        return encoder;
    }

    private Logs add(OutputStreamAppender<ILoggingEvent> appender, Encoder<ILoggingEvent> encoder,
            Level from) {
        encoder.setContext(context);
        encoder.start();
        var filter = new ThresholdFilter();
        filter.setLevel(from.toString());
        filter.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.addFilter(filter);
        appender.start();
        root.addAppender(appender);
        return this;
    }
}
