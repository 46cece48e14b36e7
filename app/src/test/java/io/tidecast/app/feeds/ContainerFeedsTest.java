package io.tidecast.app.feeds;

import io.tidecast.app.broker.BrokerPorts;
import io.tidecast.schemas.RecordFormat;
import io.tidecast.schemas.registry.RegistryOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/// The scenarios of feeds on the broker of the container image, and with a real schema registry where there is one.
class ContainerFeedsTest {
    @TempDir
    private static Path directory;

    private static KafkaContainer kafka;
    private static AutoCloseable registry = () -> {
    };
    private static FeedScenario scenario;

    @BeforeAll
    static void start() throws Exception {
        Required.TIDECAST_REQUIRE_DOCKER.unless(DockerClientFactory.instance().isDockerAvailable(),
                "there is no Docker engine");
        kafka = new KafkaContainer("apache/kafka:4.3.1");
        kafka.withEnv("KAFKA_JVM_PERFORMANCE_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        // A port that stays the same over a restart.
        kafka.setPortBindings(List.of("127.0.0.1:%d:9092".formatted(BrokerPorts.free(0).broker())));
        kafka.start();
        RegistryOptions options = RegistryOptions.NONE;
        if (Files.exists(Apicurio.ARCHIVE)) {
            Apicurio apicurio = Apicurio.start(Files.createDirectory(directory.resolve("registry")));
            registry = apicurio;
            options = apicurio.options();
        }
        scenario = new FeedScenario(kafka.getBootstrapServers(), directory, options);
    }

    @AfterAll
    static void stop() throws Exception {
        registry.close();
        if (kafka != null) {
            kafka.stop();
        }
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
        scenario.aRestartOfTheBrokerLosesNothing(
                () -> kafka.getDockerClient().restartContainerCmd(kafka.getContainerId()).exec());
    }
}
