package io.tidecast.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {
    private static final int ROWS = 700;

    @TempDir
    private Path directory;

    private Path input = Path.of("unset");

    @BeforeEach
    void write() throws Exception {
        input = directory.resolve("plant.csv");
        var lines = new ArrayList<>(List.of("time,a,\"b, c\""));
        for (int row = 0; row < ROWS; row++) {
            lines.add("%s,%s,%s".formatted(Instant.ofEpochSecond(1_767_225_600L + 3600L * row),
                    row % 50 == 7 ? "" : String.valueOf(StrictMath.sin(row / 4.0)),
                    StrictMath.cos(row * row)));
        }
        Files.write(input, lines);
    }

    @Test
    void printsTheFieldsOfTheReport() throws Exception {
        JsonNode report = new ObjectMapper().readTree(
                backtest("--standardise-rows", "0:0.2", "--score-rows", "100:", "--output", "json"));
        assertEquals(2, report.get("keys").asInt());
        assertEquals(2 * ROWS, report.get("rows").asInt());
        assertEquals(2 * (ROWS - 100) - 12, report.get("scored").asInt(), "12 truths of a are missing");
        for (String model : List.of("persistence", "seasonal-naive", "rls", "rnn", "combined")) {
            for (String figure : List.of("mse", "mae", "rmse", "smape", "mase")) {
                assertTrue(report.at("/models/" + model + "/" + figure).isNumber(), report.toString());
                assertTrue(report.at("/perKey/b, c/" + model + "/" + figure).isNumber());
            }
        }
        for (String figure : List.of("level", "coverage", "width", "score", "minKeyCoverage",
                "maxKeyCoverage", "rolling500p1")) {
            assertTrue(report.at("/interval/" + figure).isNumber(), figure);
        }
        assertTrue(report.get("recordsPerSecond").isNumber() && report.get("seconds").isNumber());
    }

    @Test
    void forecastsTheSameOnOneThreadAsOnSeveral() throws Exception {
        Path one = directory.resolve("one.csv");
        Path several = directory.resolve("several.csv");
        backtest("--threads", "1", "--predictions", one.toString());
        backtest("--threads", "3", "--predictions", several.toString());
        List<String> lines = Files.readAllLines(one);
        assertTrue(lines.getFirst().startsWith("key,row,time,actual,point,lower,upper,persistence,"),
                lines.getFirst());
        assertEquals(1 + 2 * (ROWS - 1), lines.size());
        assertTrue(lines.get(1).startsWith("a,1,2026-01-01T01:00:00Z,0.24740395925452294,0.0,"),
                lines.get(1));
        assertTrue(lines.getLast().startsWith("\"b, c\",699,"), lines.getLast());
        assertEquals(lines, Files.readAllLines(several));
    }

    @Test
    void takesTheModelFromTheCommandLine() throws Exception {
        String report = backtest("--experts", "rnn", "--cell", "gru", "--hidden-size", "3", "--report",
                "combined", "--set", "model.scale.half.life.steps=50");
        assertTrue(report.contains("| rnn ") && !report.contains("| rls "), report);
        assertTrue(report.contains("1,384 of 1,400 rows of 2 series scored"), report);
    }

    @Test
    void takesTheColumnsOfARowAsOneReading() throws Exception {
        Path file = directory.resolve("forecasts.csv");
        Files.writeString(input, Files.readString(input).replace("Z,,", "Z,0,"));
        JsonNode report = new ObjectMapper()
                .readTree(backtest("--vector", "--horizon", "2", "--level", "0.9,0.5",
                        "--predictions", file.toString(), "--output", "json"));
        assertEquals(1, report.get("keys").asInt());
        assertEquals(ROWS, report.get("rows").asInt());
        assertEquals(List.of("plant/a", "plant/b, c"), names(report.get("perKey")));
        assertEquals(List.of("1", "2"), names(report.get("horizons")));
        assertTrue(report.at("/horizons/1/models/combined/mse").isNumber(), report.toString());
        assertEquals(0.5, report.at("/intervals/1/level").asDouble());
        assertEquals(0, report.at("/audit/forecastsNotBeforeTruth").asInt(-1));
        assertEquals(0, report.at("/audit/updatesFromEarlyTruths").asInt(-1));
        List<String> lines = Files.readAllLines(file);
        assertTrue(lines.getFirst().startsWith("key,field,row,time,horizon,actual,point,lower,upper,"));
        assertTrue(lines.getFirst().endsWith(",lower-0.5,upper-0.5"));
        assertTrue(lines.get(1).startsWith("plant,a,1,2026-01-01T01:00:00Z,1,"), lines.get(1));
    }

    @Test
    void takesTheFieldsOfTheConfiguration() throws Exception {
        JsonNode report = new ObjectMapper()
                .readTree(backtest("--experts", "persistence", "--report", "combined",
                        "--set", "fields.targets=a", "--output", "json"));
        assertEquals(List.of("plant"), names(report.get("perKey")), "one target");
    }

    @Test
    void drawsTheSeriesThatIsNamed() throws Exception {
        Path file = directory.resolve("plot.svg");
        backtest("--experts", "persistence", "--report", "combined", "--plot", file.toString(), "--plot-key",
                "b, c");
        assertTrue(Files.readString(file).contains("<title>b, c, 1 step ahead</title>"));
    }

    private static List<String> names(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private String backtest(String... options) {
        var arguments = new ArrayList<>(
                List.of("backtest", "--input", input.toString(), "--hidden-size", "4"));
        if (Arrays.asList(options).contains("--hidden-size")) {
            arguments.subList(3, 5).clear();
        }
        arguments.addAll(List.of(options));
        var output = new StringWriter();
        var errors = new StringWriter();
        int code = TidecastCommand.commandLine().setOut(new PrintWriter(output, true))
                .setErr(new PrintWriter(errors, true)).execute(arguments.toArray(String[]::new));
        assertEquals(0, code, errors.toString());
        return output.toString();
    }
}
