package io.tidecast.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.ForecastNetwork;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.PretrainedWeights;
import io.tidecast.model.nn.RecurrentNetwork;
import io.tidecast.topology.ForecastOptions;
import io.tidecast.topology.ForecastTopology;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.DoubleSerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples of the documentation do what they are shown for.
class ExamplesTest {
    private static final Instant BEGIN = Instant.parse("2026-01-05T10:00:00Z");
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    @TempDir
    private Path directory;

    @Test
    void thePlantsReadingsAreForecastAndTheUnusualOneIsAnAlarm() {
        try (var driver = driver(PlantApplication.topology())) {
            var boilers = driver.createInputTopic("boilers", new StringSerializer(), new DoubleSerializer(),
                    BEGIN,
                    INTERVAL);
            var forecasts = driver.createOutputTopic("forecasts", new StringDeserializer(),
                    new StringDeserializer());
            var alarms = driver.createOutputTopic("alarms", new StringDeserializer(),
                    new StringDeserializer());
            for (int i = 0; i < 400; i++) {
                boilers.pipeInput("boiler-7",
                        140 + 5 * StrictMath.sin(i / 7.0) + StrictMath.sin(i * 12.9898));
            }
            List<String> answers = forecasts.readValuesToList();
            assertEquals(400, answers.size());
            assertTrue(answers.getFirst().contains("\"actual\":60.0"), answers.getFirst());
            int before = alarms.readValuesToList().size();
            boilers.pipeInput("boiler-7", 400.0);
            assertEquals(1, alarms.readValuesToList().size(), "alarms before: " + before);
        }
    }

    @Test
    void aNetworkOfPyTorchsNamesIsWhereEverySeriesStarts() throws Exception {
        ForecasterOptions model = ForecasterOptions.DEFAULT;
        RecurrentNetwork network = ForecastNetwork
                .create(model.withNetwork(model.network().withSeed(model.network().seed() + 1)));
        Path weights = directory.resolve("plant.safetensors");
        PretrainedWeights.toFile(network, model).write(weights);
        List<String> drawn = forecasts(ForecastTopology.build(ForecastOptions.DEFAULT));
        List<String> pretrained = forecasts(PretrainedApplication.topology(weights));
        assertEquals(drawn.size(), pretrained.size());
        assertNotEquals(drawn.getLast(), pretrained.getLast());
    }

    /// Of fifty readings of one series.
    private List<String> forecasts(Topology topology) {
        try (var driver = driver(topology)) {
            var readings = driver.createInputTopic("readings", new StringSerializer(), new StringSerializer(),
                    BEGIN,
                    INTERVAL);
            for (int i = 0; i < 50; i++) {
                readings.pipeInput("boiler-7", "{\"value\": %s}".formatted(60 + StrictMath.sin(i / 7.0)));
            }
            return driver.createOutputTopic("forecasts", new StringDeserializer(), new StringDeserializer())
                    .readValuesToList();
        }
    }

    private TopologyTestDriver driver(Topology topology) {
        Properties properties = PlantApplication.properties("unused:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("state").toString());
        return new TopologyTestDriver(topology, properties);
    }
}
