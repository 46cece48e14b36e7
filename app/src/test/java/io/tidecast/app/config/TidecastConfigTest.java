package io.tidecast.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.exit.CommandFailure;
import io.tidecast.app.exit.ExitCode;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.schemas.feed.ReadingMapping;
import io.tidecast.schemas.feed.TimestampUnit;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.InputLimits;
import io.tidecast.topology.StateOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidecastConfigTest {
    @Test
    void hasTheLibrarysDefaults() {
        assertEquals(ForecastOptions.DEFAULT, config(Map.of()).forecastOptions());
    }

    @Test
    void takesTopicsFormatsAndModel() {
        ForecastOptions options = config(
                Map.of("readings.topic", "in", "forecasts.format", "avro", "model.cell", "gru",
                        "model.learning.rate", "0.01", "snapshot.every", "8"))
                .forecastOptions();
        assertEquals("in", options.readingsTopic());
        assertEquals(io.tidecast.schemas.RecordFormat.AVRO, options.forecastsFormat());
        assertEquals(NetworkSettings.Kind.GRU, options.forecaster().network().cell());
        assertEquals(0.01, options.forecaster().network().learningRate());
        assertEquals(8, options.state().snapshotEvery());
    }

    @Test
    void takesTheMappingOfReadingsAndTheRegistry() {
        ForecastOptions options = config(Map.of("readings.format", "line-protocol", "readings.key.fields",
                "site,device.id", "readings.value.fields", "temp=sensor.values.temp",
                "readings.timestamp.field",
                "at", "readings.timestamp.unit", "s", "readings.csv.separator", "\\t", "schema.registry.url",
                "http://r:1", "schema.registry.basic.auth.user.info", "me:secret")).forecastOptions();
        assertEquals(io.tidecast.schemas.RecordFormat.LINE_PROTOCOL, options.readingsFormat());
        assertEquals(ReadingMapping.DEFAULT
                .withFields(List.of("site", "device.id"), List.of("temp=sensor.values.temp"), false)
                .withTimestamp("at", TimestampUnit.S).withCsv(List.of("time", "value"), '\t'),
                options.mapping());
        assertEquals("me:secret", options.registry().userInfo());
        assertFalse(options.toString().contains("secret"));
    }

    @Test
    void refusesWhatIsOnlyReadAsAFormatOfForecasts() {
        var e = assertThrows(CommandFailure.class,
                () -> config(Map.of("forecasts.format", "csv", "readings.csv.separator", "ab")));
        assertTrue(String.valueOf(e.getMessage()).contains("forecasts.format"), e.getMessage());
        assertTrue(String.valueOf(e.getMessage()).contains("must be one character"), e.getMessage());
    }

    @Test
    void takesTheNetworksShapeLossAndOptimiser() {
        NetworkSettings network = config(
                Map.of("model.cell", "peephole", "model.layers", "2", "model.loss", "mae",
                        "model.optimizer", "rmsprop"))
                .forecastOptions().forecaster().network();
        assertEquals(NetworkSettings.DEFAULT.with(NetworkSettings.Kind.PEEPHOLE, 32).withLayers(2)
                .withLoss(NetworkSettings.LossKind.MAE)
                .withOptimizer(NetworkSettings.OptimizerKind.RMSPROP), network);
    }

    @Test
    void handsKafkaPropertiesThroughOverTheRecommendedOnes() {
        TidecastConfig config = config(
                Map.of("num.stream.threads", "3", "commit.interval.ms", "500", "producer.linger.ms",
                        "7", "security.protocol", "SSL", "streams.my.plugin.key", "x", "topic.segment.bytes",
                        "1048576"));
        Map<String, Object> streams = config.streamsProperties();
        assertEquals("3", streams.get("num.stream.threads"));
        assertEquals("500", streams.get("commit.interval.ms"));
        assertEquals("exactly_once_v2", streams.get("processing.guarantee"));
        assertEquals("x", streams.get("my.plugin.key"));
        assertEquals("1048576", streams.get("topic.segment.bytes"));
        assertEquals("7", config.producerProperties().get("linger.ms"));
        assertEquals("SSL", config.producerProperties().get("security.protocol"));
        assertEquals("SSL", config.adminProperties().get("security.protocol"));
        assertFalse(config.adminProperties().containsKey("num.stream.threads"));
    }

    @Test
    void namesAllErrorsAtOnceWithTheNearestKey() {
        var e = assertThrows(CommandFailure.class,
                () -> TidecastConfig
                        .of(Map.of("readings.topik", "x", "model.cell", "rnn", "model.hidden.size", "many",
                                "comit.interval.ms", "5", "consumer.max.pol.records", "5",
                                "num.stream.threads", "two"), "test"));
        String message = String.valueOf(e.getMessage());
        assertEquals(ExitCode.USAGE, e.exitCode());
        for (String part : new String[]{"wrong configuration in test:", "bootstrap.servers",
                "unknown key 'readings.topik'; did you mean 'readings.topic'?", "model.cell",
                "model.hidden.size",
                "unknown key 'comit.interval.ms'; did you mean 'commit.interval.ms'?",
                "unknown key 'consumer.max.pol.records'; did you mean 'consumer.max.poll.records'?",
                "num.stream.threads"}) {
            assertTrue(message.contains(part), part + " is not in: " + message);
        }
        assertEquals(8, message.lines().count(), message);
    }

    @Test
    void saysWhatTheModelRefuses() {
        var e = assertThrows(CommandFailure.class, () -> config(Map.of("model.levels", "1.5")));
        assertTrue(String.valueOf(e.getMessage()).contains("level must be between 0 and 1, got [1.5]"),
                e.getMessage());
    }

    @Test
    void resolvesEnvironmentVariables() {
        var variable = System.getenv().entrySet().stream().filter(entry -> !entry.getValue().isBlank())
                .findFirst().orElseThrow();
        TidecastConfig config = config(Map.of("ssl.keystore.password", "${env:" + variable.getKey() + "}"));
        assertEquals(variable.getValue(), config.producerProperties().get("ssl.keystore.password"));
        var e = assertThrows(CommandFailure.class,
                () -> config(Map.of("ssl.keystore.password", "${env:NO_SUCH_VARIABLE}")));
        assertTrue(String.valueOf(e.getMessage()).contains("the environment variable is not set"),
                e.getMessage());
    }

    @Test
    void readsAFileAndLetsTheCommandLineWin(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("t.properties"),
                "# mine\nbootstrap.servers = a:1, b:2\nreadings.topic=file\nforecasts.topic=file\n");
        TidecastConfig config = TidecastConfig.load(file, Map.of("readings.topic", "flag"));
        assertEquals("a:1,b:2", config.bootstrapServers());
        assertEquals("flag", config.forecastOptions().readingsTopic());
        assertEquals("file", config.forecastOptions().forecastsTopic());
        assertEquals(ExitCode.USAGE, assertThrows(CommandFailure.class,
                () -> TidecastConfig.load(directory.resolve("absent"), Map.of())).exitCode());
    }

    private static TidecastConfig config(Map<String, String> given) {
        var all = new HashMap<>(given);
        all.put("bootstrap.servers", "localhost:9092");
        return TidecastConfig.of(all, "test");
    }

    @Test
    void anInstanceWithANameIsAStaticMember() {
        var given = new java.util.TreeMap<String, String>(Map.of("bootstrap.servers", "b:1"));
        assertEquals(null,
                TidecastConfig.of(given, "test").streamsProperties().get("consumer.group.instance.id"));
        given.put("instance.name", "plant-3");
        assertEquals("plant-3",
                TidecastConfig.of(given, "test").streamsProperties().get("consumer.group.instance.id"));
    }

    @Test
    void stateAndLimitsAreConfigured() {
        ForecastOptions options = TidecastConfig.of(Map.of("bootstrap.servers", "b:1", "journal.store",
                "disk",
                "on.incompatible.state", "reset", "series.expiry.ms", "86400000", "reading.grace.ms", "5000",
                "quarantine.after", "3", "events.topic", "e"), "test").forecastOptions();
        assertEquals(StateOptions.Journal.DISK, options.state().journal());
        assertEquals(StateOptions.Incompatible.RESET, options.state().incompatible());
        assertEquals(Duration.ofDays(1), options.state().expiry());
        assertEquals(Duration.ofSeconds(5), options.limits().grace());
        assertEquals(InputLimits.DEFAULT.future(), options.limits().future());
        assertEquals(3, options.limits().quarantineAfter());
        assertEquals("e", options.eventsTopic());
    }
}
