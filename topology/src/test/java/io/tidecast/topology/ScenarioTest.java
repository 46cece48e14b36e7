package io.tidecast.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.model.forecast.NetworkSettings.Weights;
import io.tidecast.model.forecast.SeriesFields;
import io.tidecast.topology.LiveForecasters.Ahead;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What would be, against what is: a supposed reading must give what the same reading gives when it comes.
class ScenarioTest {
    private static final long STEP = 600_000;
    private static final long T = 1_767_571_200_000L;
    private static final ForecastOptions OPTIONS = ForecastOptions.DEFAULT
            .withForecaster(ForecasterOptions.DEFAULT
                    .withNetwork(NetworkSettings.DEFAULT.with(NetworkSettings.Kind.LSTM, 4)))
            .withState(StateOptions.DEFAULT.withSnapshotEvery(16));

    @TempDir
    private Path directory;

    private static Scenario scenario(int steps, List<double[]> replaced, List<double[]> appended) {
        return new Scenario(steps, replaced, appended, new double[0][], new double[0][]);
    }

    private static double value(Ahead ahead) {
        return ahead.values().getFirst();
    }

    private static String forecast(double value) {
        return "forecast a " + value + " ";
    }

    @Test
    void replacingAReadingGivesTheForecastThatItWouldHaveHad() {
        try (var asked = new DrivenTopology(OPTIONS, directory.resolve("asked"));
                var told = new DrivenTopology(OPTIONS, directory.resolve("told"))) {
            for (int i = 0; i < 60; i++) {
                double value = 20 + StrictMath.sin(i);
                double other = i == 58 ? 27 : value;
                asked.send("a", T + i * STEP, value);
                String answer = told.send("a", T + i * STEP, other).getFirst();
                if (i == 59) {
                    Ahead first = asked.live
                            .whatIf("a", scenario(1, List.of(new double[]{27}, new double[]{Double.NaN}),
                                    List.of()))
                            .orElseThrow().getFirst();
                    assertTrue(answer.startsWith(forecast(value(first))), answer);
                }
            }
        }
    }

    @Test
    void appendingTheForecastItselfIsTheForecastAndAskingChangesNothing() {
        try (var asked = new DrivenTopology(OPTIONS, directory.resolve("asked"));
                var left = new DrivenTopology(OPTIONS, directory.resolve("left"))) {
            for (int i = 0; i < 40; i++) {
                assertEquals(left.send("a", T + i * STEP, 20 + StrictMath.sin(i)),
                        asked.send("a", T + i * STEP, 20 + StrictMath.sin(i)));
                List<Ahead> ahead = asked.live.forecast("a", 3).orElseThrow();
                double next = value(ahead.getFirst());
                assertEquals(ahead,
                        asked.live.whatIf("a", scenario(3, List.of(), List.of(new double[]{next})))
                                .orElseThrow());
                assertNotEquals(ahead,
                        asked.live.whatIf("a", scenario(3, List.of(), List.of(new double[]{next + 1})))
                                .orElseThrow());
            }
        }
    }

    @Test
    void onlyReadingsSinceTheLastSnapshotCanBeReplaced() {
        try (var topology = new DrivenTopology(OPTIONS, directory)) {
            for (int i = 0; i < 40; i++) {
                topology.send("a", T + i * STEP, i % 5);
            }
            var many = java.util.stream.Stream.generate(() -> new double[]{1}).limit(16).toList();
            var e = assertThrows(IllegalArgumentException.class,
                    () -> topology.live.whatIf("a", scenario(1, many, List.of())));
            assertTrue(String.valueOf(e.getMessage()).matches(
                    "at most the last \\d+ readings, those since the last snapshot, can be replaced at the moment, got 16"),
                    e.getMessage());
            assertTrue(topology.live.whatIf("unknown", scenario(1, many, List.of())).isEmpty());
        }
    }

    /// Whether there have been readings since the last snapshot or not.
    @ParameterizedTest
    @CsvSource({"PER_KEY, 16, 400", "PER_KEY, 16, 401", "PER_KEY, 1, 401", "SHARED, 1, 400"})
    void whatIsKnownAheadMovesTheForecast(Weights weights, int snapshotEvery, int readings) {
        var fields = new SeriesFields(List.of("value"), List.of(), List.of("holiday"), List.of());
        var model = OPTIONS.forecaster().withFields(fields);
        var options = OPTIONS.withState(StateOptions.DEFAULT.withSnapshotEvery(snapshotEvery))
                .withForecaster(model.withNetwork(model.network().withWeights(weights)));
        try (var topology = new DrivenTopology(options, directory)) {
            for (int i = 0; i < readings; i++) {
                int next = (i + 1) % 4 == 0 ? 1 : 0;
                topology.send("a".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        "{\"values\":{\"value\":%d},\"ahead\":{\"holiday\":[%d]}}"
                                .formatted(i % 4 == 0 ? 10 : 0, next)
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        T + i * STEP);
            }
            double workday = value(supposed(topology, 0));
            double holiday = value(supposed(topology, 1));
            assertTrue(holiday > workday + 2, holiday + " and " + workday);
            // What came with the newest reading.
            double supposed = readings % 4 == 0 ? holiday : workday;
            double forecast = value(topology.live.forecast("a", 1).orElseThrow().getFirst());
            assertEquals(forecast, supposed, weights == Weights.PER_KEY ? 0 : 0.1);
        }
    }

    private static Ahead supposed(DrivenTopology topology, double holiday) {
        return topology.live.whatIf("a",
                new Scenario(1, List.of(), List.of(), new double[0][], new double[][]{{holiday}}))
                .orElseThrow()
                .getFirst();
    }

    @Test
    void aCopyTellsTheForecastThatWasPublished() {
        try (var topology = new DrivenTopology(OPTIONS, directory)) {
            for (int i = 0; i < 80; i++) {
                String answer = topology.send("a", T + i * STEP, 20 + StrictMath.sin(i)).getFirst();
                var newest = topology.live.copy("a").orElseThrow().newest().orElseThrow();
                assertEquals("forecast a %s [%s, %s] %d".formatted(newest.value(), newest.lower(),
                        newest.upper(), newest.updates()), answer);
            }
        }
    }
}
