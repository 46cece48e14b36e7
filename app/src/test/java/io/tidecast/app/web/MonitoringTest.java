package io.tidecast.app.web;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What Prometheus and Grafana are given in the compose demo, held against a real scrape.
class MonitoringTest {
    private static final Path RULES = Path.of("../docker/prometheus-rules.yml");
    private static final Path DASHBOARD = Path.of("../docker/grafana/dashboards/tidecast.json");
    private static final Pattern METRIC = Pattern
            .compile("\\b(?:tidecast|kafka|jvm|process|system)_[a-z0-9_]+");
    private static final String KEY = "boiler-7/temperature";

    @TempDir
    private static Path directory;

    private static Served served;
    private static ServedPipeline instance;

    @BeforeAll
    static void start() throws Exception {
        served = new Served(directory, 2);
        instance = served.start(Map.of());
        served.send(List.of(KEY), 0, 100);
        served.sendGarbage(KEY, 3);
        served.send(KEY, 5, 1);
        served.forget("nobody");
        served.send(List.of("other"), 0, 40);
        served.awaitReadings(instance, KEY, 100);
        served.awaitReadings(instance, "other", 40);
        Served.await("all are answered", () -> scrape().contains(
                "tidecast_readings_total{outcome=\"dead-letter\",reason=\"late\"} 1.0"));
    }

    @AfterAll
    static void stop() {
        instance.close();
        served.close();
    }

    private static String scrape() {
        try {
            return served.get(instance, "/metrics").body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static double value(String sample) {
        return scrape().lines().filter(line -> line.startsWith(sample + " ")).findFirst()
                .map(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .orElseThrow(() -> new AssertionError("no sample " + sample));
    }

    @Test
    void readingsAreCountedByOutcomeAndReason() {
        assertEquals(140, value("tidecast_readings_total{outcome=\"forecast\",reason=\"\"}"));
        assertEquals(3, value("tidecast_readings_total{outcome=\"dead-letter\",reason=\"bad-bytes\"}"));
        assertEquals(140, value("tidecast_update_seconds_count"));
        assertEquals(138, value("tidecast_resolved_forecasts_total{covered=\"true\"}")
                + value("tidecast_resolved_forecasts_total{covered=\"false\"}"));
    }

    @Test
    void whatTheNetworksLearnIsMeasured() {
        assertTrue(value("tidecast_network_updates_total") > 100);
        assertEquals(value("tidecast_network_updates_total"), value("tidecast_gradient_norm_count"));
        assertTrue(value("tidecast_loss_sum") > 0);
        assertEquals(138, value("tidecast_error_ratio_count"), 2);
    }

    @Test
    void theHeapOfTheLiveForecastersIsWhatTheTopologyHolds() {
        assertEquals(2, value("tidecast_live_series"));
        assertEquals((double) instance.pipeline().live().occupancy().bytes(), value("tidecast_live_bytes"));
        assertTrue(value("tidecast_snapshot_bytes_sum") > 0);
        assertEquals(0, value("tidecast_lag_records"));
        assertEquals(1, value("tidecast_running"));
    }

    @Test
    void noSeriesHasALabelAndNoSampleIsNotANumber() {
        List<String> samples = scrape().lines().filter(line -> !line.startsWith("#")).toList();
        assertTrue(samples.stream().anyMatch(line -> line.startsWith("kafka_stream_")));
        assertEquals(List.of(), samples.stream().filter(line -> line.contains(KEY) || line.endsWith(" NaN"))
                .toList());
    }

    @Test
    void everyMetricOfTheRulesAndTheDashboardIsScraped() throws Exception {
        var known = scrape().lines().filter(Predicate.not(line -> line.startsWith("#")))
                .map(line -> line.split("[{ ]", 2)[0]).collect(toCollection(TreeSet::new));
        var asked = new TreeSet<String>();
        for (String expression : expressions()) {
            METRIC.matcher(expression).results().forEach(match -> asked.add(match.group()));
        }
        assertFalse(asked.isEmpty());
        asked.removeAll(known);
        assertEquals(List.of(), List.copyOf(asked));
    }

    private static List<String> expressions() throws Exception {
        JsonNode rules = new YAMLMapper().readTree(Files.readString(RULES));
        JsonNode dashboard = Served.JSON.readTree(Files.readString(DASHBOARD));
        return Stream.concat(rules.findValues("expr").stream(), dashboard.findValues("expr").stream())
                .map(JsonNode::asText).toList();
    }

    @Test
    void everyAlertSaysWhatToDo() throws Exception {
        JsonNode rules = new YAMLMapper().readTree(Files.readString(RULES)).at("/groups/0/rules");
        for (JsonNode rule : rules) {
            assertFalse(rule.at("/annotations/summary").asText().isEmpty(), rule.toString());
            assertFalse(rule.at("/annotations/action").asText().isEmpty(), rule.toString());
        }
    }

    @Test
    void prometheusLooksForEveryInstanceOfTheComposeFile() throws Exception {
        var instances = new TreeSet<>(Set.of("tidecast"));
        yaml("../docker-compose.yml").get("services").properties().forEach(service -> {
            if (service.getValue().path("<<").asText().equals("instance")) {
                instances.add(service.getKey());
            }
        });
        var names = new TreeSet<String>();
        yaml("../docker/prometheus.yml").at("/scrape_configs/0/dns_sd_configs/0/names")
                .forEach(name -> names.add(name.asText()));
        assertEquals(instances, names);
        assertTrue(instances.size() > 1, instances::toString);
    }

    /// An alias of an anchor is read as a text.
    private static JsonNode yaml(String file) throws IOException {
        return new YAMLMapper().readTree(Path.of(file).toFile());
    }

    @Test
    void prometheusTakesTheRules() throws Exception {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, "promtool")));
        assumeTrue(there, "skipped: there is no promtool; the compose test asks the one of the image");
        Process promtool = new ProcessBuilder("promtool", "check", "rules", RULES.toString())
                .redirectErrorStream(true).start();
        String output = new String(promtool.getInputStream().readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, promtool.waitFor(), output);
    }
}
