package io.tidecast.app.feeds;

import io.tidecast.app.broker.BrokerPorts;
import io.tidecast.app.broker.BrokerServer;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.schemas.registry.RegistryOptions;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The scenarios of feeds on the embedded broker; [ContainerFeedsTest] has them on the broker of the container image.
class EmbeddedFeedsTest {
    @TempDir
    private static Path directory;

    private static BrokerServer broker;
    private static BrokerPorts ports;
    private static FeedScenario scenario;

    @BeforeAll
    static void start() {
        ports = BrokerPorts.free(0);
        broker = BrokerServer.start(directory.resolve("broker"), ports);
        scenario = new FeedScenario(BrokerServer.address(ports), directory, RegistryOptions.NONE);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    static Stream<RecordFormat> formats() {
        return scenario.formats().stream();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void aRecordOfEachFormatIsAnsweredAndWhatDoesNotMapIsADeadLetter(RecordFormat format) throws Exception {
        scenario.aRecordOfTheFormatIsAnsweredAndWhatDoesNotMapIsADeadLetter(format);
    }

    @Test
    void aRestartOfTheBrokerLosesNothing() throws Exception {
        scenario.aRestartOfTheBrokerLosesNothing(() -> {
            broker.close();
            broker = BrokerServer.start(directory.resolve("broker"), ports);
        });
    }
}
