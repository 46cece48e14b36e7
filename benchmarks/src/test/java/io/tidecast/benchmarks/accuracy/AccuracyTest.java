package io.tidecast.benchmarks.accuracy;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.backtest.BacktestOptions;
import io.tidecast.app.backtest.BacktestReport;
import io.tidecast.app.backtest.Errors;
import io.tidecast.app.backtest.Series;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.ForecasterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AccuracyTest {
    private static final long HOUR = 3_600_000;

    @Test
    void refusesToMeasureWhenTheProtocolIsOff() {
        var check = new SelfCheck(Dataset.ETTH2, 0.40426, 0.33633);
        assertDoesNotThrow(() -> check.accept(0.404264613, 0.336328146));
        String message = assertThrows(IllegalStateException.class, () -> check.accept(0.4050, 0.33633))
                .getMessage();
        assertTrue(
                String.valueOf(message).contains("ETTh2") && String.valueOf(message).contains("got 0.40500"),
                message);
        assertThrows(IllegalStateException.class, () -> check.accept(0.40426, Double.NaN));
    }

    @Test
    void printsModelsAndTargetsWithTheirMarks() {
        BacktestReport report = report(walk("a", 1), walk("b", 2));
        String tables = MarkdownTables.of(Map.of(Dataset.NAB, List.of(report)));
        assertTrue(tables.contains("| persistence | 1.0000 / 1.0000 |"), tables);
        assertTrue(
                tables.contains(
                        "| NAB | combined MSE / persistence, geometric mean | 1.0000 | ≤ .5800 | ✗ |"),
                tables);
        assertTrue(tables.contains("≥ .8500"), tables);
    }

    @Test
    void takesTheGeometricMeanOverTheSeries() {
        Figure mean = Figure.geometricMeanRatio("MSE", "seasonal-naive", Errors::mse);
        BacktestReport a = report(walk("a", 1));
        BacktestReport b = report(walk("b", 2));
        assertEquals(Math.sqrt(mean.in(a) * mean.in(b)), mean.in(report(walk("a", 1), walk("b", 2))), 1e-12);
    }

    @Test
    void givesNoFigureWhenASeriesWasNotScored() {
        var empty = new Series("empty");
        empty.add(0, Double.NaN);
        assertFalse(Double.isNaN(Figure.mse("combined").in(report(walk("a", 1)))));
        assertTrue(Double.isNaN(Figure.mse("combined").in(report(walk("a", 1), empty))));
    }

    @Test
    void takesTheMedianOfTheSeeds() {
        List<BacktestReport> reports = List.of(report(walk("a", 1)), report(walk("a", 2)),
                report(walk("a", 3)));
        List<Double> sorted = reports.stream().map(Figure.mse("combined")::in).sorted().toList();
        assertEquals(sorted.get(1), MarkdownTables.median(Figure.mse("combined"), reports));
    }

    @Test
    void saysWhichFilesAreMissing(@TempDir Path folder) {
        for (Dataset dataset : Dataset.values()) {
            String message = String
                    .valueOf(assertThrows(IOException.class, () -> dataset.read(folder)).getMessage());
            assertTrue(message.contains(".csv*") && message.contains(folder.toString()), message);
        }
        assertEquals(3, new CommandLine(new Accuracy()).execute("--data", folder.toString()));
    }

    @Test
    void takesThePublishedFileOrTheBeginningOfIt(@TempDir Path folder) throws IOException {
        write(folder, "ett/ETTm1.csv", "date,HUFL,OT", "2016-07-01 00:00:00,5.8,30.5",
                "2016-07-01 00:15:00,5.7,27.8");
        assertEquals(List.of("HUFL 2", "OT 2"), read(Dataset.ETTM1, folder));
        // First by name, and never both.
        write(folder, "ett/ETTm1-first-rows.csv", "date,HUFL,OT", "2016-07-01 00:00:00,5.8,30.5");
        assertEquals(List.of("HUFL 1", "OT 1"), read(Dataset.ETTM1, folder));
    }

    @Test
    void takesTheWholeYearOfTaxisAsItIsPublished(@TempDir Path folder) throws IOException {
        write(folder, "nab/nyc_taxi.csv", "timestamp,value", "2014-07-01 00:00:00,10844");
        assertEquals(List.of("value 1"), read(Dataset.TAXI, folder));
        // With two more lines of header.
        write(folder, "taxi/nyc_taxi.csv", "timestamp,passenger_count,timeofday,dayofweek",
                "datetime,int,int,int", "T,,,", "2014-07-01 00:00:00,10844,0,1",
                "2014-07-01 00:30:00,8127,30,1");
        assertEquals(List.of("passenger_count 2"), read(Dataset.TAXI, folder));
    }

    private static List<String> read(Dataset dataset, Path folder) throws IOException {
        return dataset.read(folder).stream().map(series -> series.key() + " " + series.rows()).toList();
    }

    private static void write(Path folder, String name, String... lines) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(lines));
    }

    private static BacktestReport report(Series... series) {
        try (var stop = StopSignal.listen()) {
            return new Runner(1, stop).run(List.of(series),
                    BacktestOptions.of(ForecasterOptions.DEFAULT.withExperts(ExpertKind.PERSISTENCE))
                            .withReport(BacktestOptions.Reported.COMBINED));
        }
    }

    private static Series walk(String key, long seed) {
        var random = new Random(seed);
        var series = new Series(key);
        double value = 0;
        for (int row = 0; row < 100; row++) {
            value += random.nextGaussian();
            series.add(row * HOUR, value);
        }
        return series;
    }
}
