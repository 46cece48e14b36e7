package io.tidecast.benchmarks.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tidecast.benchmarks.pipeline.Measurements.Spread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PipelineBenchmarkTest {
    @Test
    void theCommandMeasuresEveryContenderByTurns(@TempDir Path directory) throws IOException {
        Path json = directory.resolve("results.json");
        assertEquals(0,
                new CommandLine(new PipelineBenchmark()).execute("--keys", "20", "--records", "300000",
                        "--rounds", "1", "--window-ms", "400", "--commit-ms", "50", "--only",
                        "pass-through,stateful,H=32 avro,H=32 shared,alone H=32",
                        "--profile", "--json", json.toString()));
        JsonNode results = JsonMapper.builder().build().readTree(json.toFile());
        JsonNode windows = results.at("/measurements/windows");
        assertEquals(6, windows.size(), windows.toString());
        for (JsonNode rounds : windows) {
            assertEquals(1, rounds.size(), windows.toString());
            assertTrue(rounds.at("/0/records").asLong() > 0, windows.toString());
        }
        // A changelog that is not written is no baseline.
        for (String name : List.of("stateful, cached", "stateful, every record", "tidecast H=32 avro")) {
            assertTrue(windows.at("/" + name + "/0/changelogBytes").asDouble() > 0, windows.toString());
            assertTrue(windows.at("/" + name + "/0/blockedNanos").asLong() > 0, windows.toString());
        }
        assertEquals(3, results.path("ratios").size(), results.toString());
        assertEquals(50, results.path("commitMillis").asInt());
        assertFalse(results.path("profile").isEmpty(), results.toString());
        for (JsonNode shares : results.path("profile")) {
            assertTrue(shares.path("thread").asText().matches("[A-Za-z0-9-]+-StreamThread-1"),
                    results.toString());
            assertFalse(shares.path("samples").isEmpty(), results.toString());
        }
        assertEquals(2, results.path("latency").size(), results.toString());
        for (JsonNode latency : results.path("latency")) {
            assertTrue(latency.path("forecasts").asInt() > 0, results.toString());
        }
    }

    @Test
    void sampleIsOfTheInnermostPartOnItsStack() {
        var process = List.of("io.tidecast.topology.ForecastProcessor.process",
                "org.apache.kafka.streams.processor.internals.StreamThread.run");
        assertEquals(Profile.Part.REST, Profile.Part.of(process));
        assertEquals(Profile.Part.JOURNAL,
                Profile.Part.of(within("io.tidecast.topology.SeriesStore.keep", process)));
        assertEquals(Profile.Part.SNAPSHOT,
                Profile.Part.of(within("io.tidecast.topology.SeriesStore.snapshot",
                        within("io.tidecast.topology.SeriesStore.keep", process))));
        assertEquals(Profile.Part.MODEL, Profile.Part.of(within("io.tidecast.model.kernel.VectorLstm.step",
                within("io.tidecast.model.forecast.Forecaster.step", process))));
        assertEquals(Profile.Part.STREAMS, Profile.Part.of(process.subList(1, 2)));
    }

    private static List<String> within(String inner, List<String> outer) {
        return Stream.concat(Stream.of(inner), outer.stream()).toList();
    }

    @Test
    void ratiosAreOfTheSameRound() {
        var measurements = new Measurements(Map.of("a", List.of(window(10), window(40), window(90)), "b",
                List.of(window(10), window(20), window(30))));
        assertEquals(new Spread(2, 1, 3), measurements.ratio("a", "b"));
        assertEquals(new Spread(40, 10, 90), measurements.of("a", Window::recordsPerSecond));
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertEquals(new Spread(2.5, 1, 4), Spread.of(new double[]{4, 1, 3, 2}));
    }

    private static Window window(long recordsInASecond) {
        return new Window(recordsInASecond, 1_000_000_000, 0, 0, 0, 0, 0, 0, 0);
    }
}
