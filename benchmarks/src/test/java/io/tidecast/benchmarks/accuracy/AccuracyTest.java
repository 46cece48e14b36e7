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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertTrue(
                String.valueOf(assertThrows(IOException.class, () -> Dataset.PRSA.read(folder)).getMessage())
                        .contains("prsa/PRSA_Data_*.csv.gz"));
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
