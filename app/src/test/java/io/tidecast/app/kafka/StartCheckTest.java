package io.tidecast.app.kafka;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.broker.BrokerProcess;
import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.ForecastTopics;
import io.tidecast.topology.InputLimits;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCheckTest {
    @TempDir
    private static Path directory;

    private static final StopSignal STOP = StopSignal.listen();
    private static BrokerProcess broker;

    @BeforeAll
    static void start() {
        broker = BrokerProcess.start(directory, 0, STOP);
    }

    @AfterAll
    static void stop() {
        broker.close();
        STOP.close();
    }

    private static ForecastOptions options(String prefix) {
        return ForecastOptions.DEFAULT
                .withTopics(new ForecastTopics(prefix + "-readings", prefix + "-forecasts",
                        prefix + "-dlq", prefix + "-events"));
    }

    private static void create(int partitions, String... topics) {
        try (var cluster = cluster()) {
            cluster.create(TopicPlan.of(Stream.of(topics), partitions, null, null));
        }
    }

    private static Cluster cluster() {
        return Cluster.connect(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static void check(ForecastOptions options, Map<String, Object> more) {
        var properties = new HashMap<String, Object>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "application.id", "app"));
        properties.putAll(more);
        try (var cluster = cluster()) {
            StartCheck.of(cluster, options, properties).requireFit("--config x");
        }
    }

    private static String refusal(ForecastOptions options, Map<String, Object> more) {
        var refused = assertThrows(CommandFailure.class, () -> check(options, more));
        assertEquals(ExitCode.ENVIRONMENT, refused.exitCode());
        return String.valueOf(refused.getMessage());
    }

    @Test
    void topicsThatAreMissingAreNamedAllAtOnce() {
        create(2, "a-readings");
        assertTrue(refusal(options("a"), Map.of())
                .contains("there is no topic a-dlq, a-events, a-forecasts at " + broker.bootstrapServers()
                        + "; create it with: tidecast topics create --config x"));
    }

    @Test
    void wrongPartitionCountsAreRefused() {
        create(2, "b-readings", "b-events");
        create(3, "b-forecasts", "b-dlq");
        String message = refusal(options("b"), Map.of());
        assertTrue(message.contains("topic b-forecasts must have as many partitions as b-readings, 2"),
                message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void readingsWithOtherPartitionsThanTheirStateAreRefused() {
        create(2, "c-readings", "c-events", "c-forecasts", "c-dlq");
        create(1, "c-app-tidecast-snapshots-changelog");
        String message = refusal(options("c"), Map.of("application.id", "c-app"));
        assertTrue(message.contains("another application.id"), message);
    }

    @Test
    void stateThatDoesNotFitIntoARecordIsRefusedWithTheNumbers() {
        create(1, "d-readings", "d-events", "d-forecasts", "d-dlq");
        assertDoesNotThrow(() -> check(options("d"), Map.of()));
        ForecasterOptions large = ForecasterOptions.DEFAULT
                .withNetwork(NetworkSettings.DEFAULT.with(NetworkSettings.Kind.LSTM, 160));
        String message = refusal(options("d").withForecaster(large), Map.of());
        assertTrue(message.contains("record.max.bytes=1000000"), message);
        assertTrue(message.matches("(?s).*takes up to \\d{7} bytes.*"), message);
    }

    @Test
    void recordsThatProducerOrBrokerWouldRefuseAreRefused() {
        create(1, "e-readings", "e-events", "e-forecasts", "e-dlq");
        ForecastOptions larger = options("e").withLimits(InputLimits.DEFAULT.withSizes(1_000, 2_000_000));
        String message = refusal(larger, Map.of());
        for (String part : List.of("producer.max.request.size must be at least 2001024", "got 1048576",
                "max.message.bytes of topic e-forecasts must be at least 2001024", "got 1048588",
                "message.max.bytes of the brokers")) {
            assertTrue(message.contains(part), message);
        }
        String producerOnly = refusal(options("e"), Map.of("producer.max.request.size", "500000"));
        assertTrue(producerOnly.contains("got 500000"), producerOnly);
    }
}
