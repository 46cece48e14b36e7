package io.tidecast.app.tune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.backtest.Series;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuccessiveHalvingTest {
    private static final String RATE = "model.learning.rate";
    private static final SearchSpace RATES = new SearchSpace(
            Map.of(RATE, List.of("1e-6", "1e-5", "1e-4", "5e-4", "5e-3")));
    private static final TuneOptions OPTIONS = new TuneOptions(6, 2, Metric.MSE, 0.25, 1);

    /// The steps of the logistic map are a function of the last value that only a network can learn, and it learns it the sooner the larger
    /// its steps are.
    @Test
    void findsThePlantedLearningRateAndBeatsTheDefaultOnRowsItNeverSaw() {
        TuneReport report = search(OPTIONS, 1);
        assertEquals(Map.of(RATE, "5e-3"), report.best());
        assertTrue(report.heldOut().bestScore() < 0.8 * report.heldOut().defaultScore(), report.toTable());
        assertTrue(report.toTable().contains("best: --set model.learning.rate=5e-3"), report.toTable());
    }

    @Test
    void keepsTheBestThirdOfEachRoundForThreeTimesTheRows() {
        List<TuneReport.Round> rounds = search(OPTIONS, 1).rounds();
        assertEquals(List.of(6, 2), rounds.stream().map(round -> round.trials().size()).toList());
        assertEquals(List.of(300L, 900L), rounds.stream().map(TuneReport.Round::rows).toList());
        assertEquals(numbers(rounds.getFirst()).subList(0, 2).stream().sorted().toList(),
                numbers(rounds.getLast()).stream().sorted().toList());
    }

    @Test
    void findsTheSameForTheSameSeedOnAnyNumberOfThreads() {
        assertEquals(search(OPTIONS, 1), search(OPTIONS, 3));
    }

    @Test
    void drawsTheDefaultsAndNothingTwice() {
        List<Map<String, String>> drawn = SearchSpace.DEFAULT.draw(200, 7);
        assertEquals(Map.of(), drawn.getFirst());
        assertEquals(200, new HashSet<>(drawn).size());
        assertEquals(drawn, SearchSpace.DEFAULT.draw(200, 7));
        assertNotEquals(drawn, SearchSpace.DEFAULT.draw(200, 8));
    }

    private static List<Integer> numbers(TuneReport.Round round) {
        return round.trials().stream().map(TuneReport.Trial::configuration).toList();
    }

    private static TuneReport search(TuneOptions options, int threads) {
        try (var stop = StopSignal.listen()) {
            return new SuccessiveHalving(List.of(logisticMap(1200)), RATES, options,
                    SuccessiveHalvingTest::model, stop, line -> {
                    }).run(threads);
        }
    }

    private static ForecasterOptions model(Map<String, String> settings) {
        NetworkSettings n = NetworkSettings.DEFAULT;
        double rate = Double.parseDouble(settings.getOrDefault(RATE, String.valueOf(n.learningRate())));
        return ForecasterOptions.DEFAULT.withExperts(ExpertKind.RNN)
                .withNetwork(
                        new NetworkSettings(n.cell(), 16, n.learnEvery(), n.window(), rate, n.huberDelta(),
                                n.maxGradientNorm(), n.seed()));
    }

    private static Series logisticMap(int rows) {
        var series = new Series("map");
        double x = 0.3;
        for (int row = 0; row < rows; row++) {
            series.add(1_767_225_600_000L + 3_600_000L * row, x);
            x = 3.9 * x * (1 - x);
        }
        return series;
    }
}
