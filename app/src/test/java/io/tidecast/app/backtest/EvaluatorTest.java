package io.tidecast.app.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.backtest.BacktestOptions.Reported;
import io.tidecast.app.exit.StopSignal;
import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecast.ExpertForecast;
import io.tidecast.model.forecast.Forecast.FieldForecast;
import io.tidecast.model.forecast.Forecast.HorizonForecast;
import io.tidecast.model.forecast.Forecast.Interval;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.model.forecast.Reading;
import io.tidecast.model.forecast.SeriesFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static final double NA = Double.NaN;

    private final List<Reading> handedOver = new ArrayList<>();

    @Test
    void scoresEachTruthAgainstTheForecastMadeOneRowBefore() {
        // Forecast = last value + 1 in [last, last + 2]: for row 2 (truth 4) 3 in [2, 4], for row 3 (truth 7) 5 in [4, 6].
        SeriesResult result = evaluate(series(1, 2, 4, 7, 100), options("2:4", null));
        Errors combined = result.next().model(Evaluator.COMBINED).errors();
        assertEquals(2, result.next().scored());
        assertEquals((1 * 1 + 2 * 2) / 2.0, combined.mse());
        assertEquals((1 + 2) / 2.0, combined.mae());
        assertEquals(Math.sqrt(2.5), combined.rmse());
        assertEquals((2 * 1 / 7.0 + 2 * 2 / 12.0) / 2, doubleOf(combined.smape()), 1e-15);
        assertEquals(1.5 / 1, combined.mase(), "the mean step of rows 0 and 1 is 1");
        Errors persistence = result.next().model(Evaluator.PERSISTENCE).errors();
        assertEquals((2 * 2 + 3 * 3) / 2.0, persistence.mse());
        assertEquals(2.5, persistence.mae());
        Errors rls = result.next().model("rls").errors();
        assertEquals((12 * 12 + 13 * 13) / 2.0, rls.mse(), "the expert says last value - 10");
        assertEquals(0.5, result.next().interval().coverage());
        assertEquals(2, result.next().interval().width());
        assertEquals((2 + (2 + 2 / 0.1 * 1)) / 2, doubleOf(result.next().interval().score()), 1e-12);
    }

    @Test
    void measuresInPopulationDeviationsOfTheFitRows() {
        // Rows 0 and 1 are 1 and 2: deviation 0.5.
        SeriesResult result = evaluate(series(1, 2, 4, 7, 100), options("2:4", "0:2"));
        assertEquals(4 * 2.5, result.next().model(Evaluator.COMBINED).errors().mse());
        assertEquals(2 * 1.5, result.next().model(Evaluator.COMBINED).errors().mae());
        assertEquals(2 * 2, result.next().interval().width());
        assertEquals(1.5, result.next().model(Evaluator.COMBINED).errors().mase(), "MASE has no unit");
    }

    @Test
    void scoresTheValueOneSeasonAgo() {
        var options = options("2:", null).withSeason(2);
        SeriesResult result = evaluate(series(1, 2, 4, NA, 5, 7), options);
        // Row 2 against row 0: 3; row 4 against row 2: 1; row 5 against row 1, since row 3 is missing: 5.
        assertEquals((3 * 3 + 1 + 5 * 5) / 3.0, result.next().model(Evaluator.SEASONAL_NAIVE).errors().mse());
    }

    @Test
    void scoresNoMissingTruthAndForecastsOverIt() {
        SeriesResult result = evaluate(series(1, NA, 4), options("0:", null));
        assertEquals(1, result.next().scored());
        assertEquals(3.0, result.next().model(Evaluator.PERSISTENCE).errors().mae(), "4 against 1");
    }

    @Test
    void countsAndLeavesOutWhatTheTopologyLeavesOut() {
        var series = series(1, 2);
        series.add(series.time(1), 50);
        series.add(series.time(0), 60);
        series.add(series.time(1) + 1, 1e101);
        series.add(series.time(1) + Walks.STEP, 3);
        SeriesResult result = evaluate(series, options("0:", null));
        assertEquals(Map.of("duplicate", 1L, "late", 1L, "bad value", 1L), result.skipped);
        assertEquals(List.of(1.0, 2.0, 3.0), handedOver.stream().map(Reading::value).toList());
        assertEquals(2, result.next().scored());
    }

    @Test
    void goesOnWithTheForecastItHoldsWhenAStepFails() {
        OnlineForecaster fails = reading -> {
            if (reading.value() == 2) {
                throw new ArithmeticException("not finite");
            }
            return forecast(reading);
        };
        SeriesResult result = evaluate(series(1, 2, 4), options("2:3", null), fails);
        assertEquals(Map.of("update failed", 1L), result.skipped);
        assertEquals(4.0, result.next().model(Evaluator.COMBINED).errors().mse(), "4 against 1 + 1");
    }

    @Test
    void scoresNothingWhereThereIsNoValueToStandardiseBy() {
        SeriesResult result = evaluate(series(NA, NA, 1, 2, 3), options("3:5", "0:2"));
        assertEquals(0, result.next().scored());
        assertEquals(Map.of("no value to standardise by", 2L), result.skipped);
        assertNull(result.next().interval().coverage());
    }

    @Test
    void holdsEachForecastBeforeItHandsOverItsTruth() {
        Series series = Walks.rough(3, 300);
        var options = options("0:", null).keepingForecasts();
        SeriesResult result = evaluate(series, options);
        assertTrue(result.forecasts.size() > 250);
        for (SeriesResult.Held held : result.forecasts) {
            assertTrue(held.issuedAt() < series.time(held.row()));
        }
    }

    @Test
    void scoresEachHorizonWhenItsTruthComes() {
        // Values 1 2 4 8 16 at steps 0 1 2 4 5: step 3 has no row. Forecasts are last value + 1 and + 2.
        long[] steps = {0, 1, 2, 4, 5};
        var series = new Series("s");
        for (int row = 0; row < steps.length; row++) {
            series.add(Walks.START + steps[row] * Walks.STEP, 1 << row);
        }
        var options = BacktestOptions
                .of(ForecasterOptions.DEFAULT.withHorizons(2, ForecasterOptions.MultiStep.DIRECT))
                .keepingForecasts();
        SeriesResult result = evaluate(series, options, reading -> ScalarForecasts.ofSteps(reading.time(),
                Walks.STEP, reading.value() + 1, reading.value() + 2));
        // One step: 2-2, 4-3, 8-5 (from step 2, the newest), 16-9.
        assertEquals((0 + 1 + 3 * 3 + 7 * 7) / 4.0,
                result.scores(0, 1).model(Evaluator.COMBINED).errors().mse());
        // Two steps: 4-3 (from step 0), 8-6 (from step 2, whose forecast was for step 4), 16-6 (step 2 again: there was no step 3).
        Scores two = result.scores(0, 2);
        assertEquals((1 + 2 * 2 + 10 * 10) / 3.0, two.model(Evaluator.COMBINED).errors().mse());
        assertEquals((3 * 3 + 4 * 4 + 12 * 12) / 3.0, two.model(Evaluator.PERSISTENCE).errors().mse());
        assertEquals(3, two.scored());
        assertEquals(1 / 3.0, two.interval().coverage());
        assertEquals(List.of(2, 3, 4),
                result.forecasts.stream().filter(held -> held.forecast().horizon() == 2)
                        .map(SeriesResult.Held::row).toList());
        assertEquals(0, result.lateForecasts);
    }

    @Test
    void repeatsTheSeasonOnEveryHorizon() {
        var options = BacktestOptions
                .of(ForecasterOptions.DEFAULT.withHorizons(3, ForecasterOptions.MultiStep.DIRECT))
                .withSeason(2);
        SeriesResult result = evaluate(series(1, 2, 10, 20, 100, 200),
                options.withRows(null, RowRange.parse("5:")),
                reading -> ScalarForecasts.ofSteps(reading.time(), Walks.STEP, 0, 0, 0));
        // Row 5 is 200. From row 4 row 3 is 20, from row 3 it is 20 too, from row 2 the season at hand is row 1.
        assertEquals(180, result.scores(0, 1).model(Evaluator.SEASONAL_NAIVE).errors().mae());
        assertEquals(180, result.scores(0, 2).model(Evaluator.SEASONAL_NAIVE).errors().mae());
        assertEquals(198, result.scores(0, 3).model(Evaluator.SEASONAL_NAIVE).errors().mae());
    }

    @Test
    void scoresEachFieldOfAVectorOnItsOwn() {
        SeriesFields fields = SeriesFields.of("a", "b");
        var series = new Series("s", fields);
        double[][] values = {{1, 5}, {2, NA}, {4, 7}};
        for (double[] row : values) {
            series.add(Walks.START + series.rows() * Walks.STEP, row, new int[0]);
        }
        SeriesResult result = evaluate(series, options("0:", "0:2").withRows(null, RowRange.ALL), reading -> {
            HorizonForecast next = ScalarForecasts.ofSteps(reading.time(), Walks.STEP, 3).first().next();
            return new Forecast(reading.time(),
                    fields.targets().stream().map(
                            name -> new FieldForecast(name, Forecast.Status.OK, NA, null, List.of(next)))
                            .toList(),
                    0, List.of());
        });
        assertEquals((1 + 1) / 2.0, result.scores(0, 1).model(Evaluator.COMBINED).errors().mse());
        assertEquals(16.0, result.scores(1, 1).model(Evaluator.COMBINED).errors().mse());
        assertEquals(2.0, result.scores(1, 1).model(Evaluator.PERSISTENCE).errors().mae(), "7 against 5");
        assertEquals(List.of("s/a", "s/b"), List.of(series.key(0), series.key(1)));
    }

    @Test
    void runsBesideWhatIsNotCombined() {
        Series series = Walks.rough(7, 300);
        ForecasterOptions all = ForecasterOptions.DEFAULT.withNetwork(NetworkSettings.DEFAULT.with(
                NetworkSettings.Kind.LSTM, 4));
        BacktestReport combined = backtest(series, BacktestOptions.of(all));
        BacktestReport alone = backtest(series, BacktestOptions.of(all.withExperts(ExpertKind.RLS)));
        assertEquals(combined.models().keySet(), alone.models().keySet());
        assertEquals(combined.models().get("rnn"), alone.models().get("rnn"));
        assertEquals(alone.models().get("rls"), alone.models().get(Evaluator.COMBINED));
        assertEquals(Set.of("persistence", "seasonal-naive", "rls", "combined"),
                backtest(series,
                        BacktestOptions.of(all.withExperts(ExpertKind.RLS)).withReport(Reported.COMBINED))
                        .models().keySet());
    }

    private static BacktestReport backtest(Series series, BacktestOptions options) {
        try (var stop = StopSignal.listen()) {
            return Backtest.run(List.of(series), options, 1, stop, rows -> {
            }, result -> {
            });
        }
    }

    @Test
    void givesTheFirstPercentileOfTheRollingCoverage() {
        // 1000 truths, of which one in ten of the second half is missed: the last windows cover 0.9.
        var sums = new IntervalSums(0.9);
        var held = new Interval(0.9, 0, 2);
        for (int i = 0; i < 1000; i++) {
            sums.add(i >= 500 && i % 10 == 0 ? 50 : 1, held, Standardisation.NONE);
        }
        // 501 windows; the lowest counts are 450 (10 of them) and 451: the 6th lowest is 450.
        assertEquals(0.9, sums.rollingFirstPercentile());
        assertEquals(0.95, sums.coverage());
    }

    private SeriesResult evaluate(Series series, BacktestOptions options) {
        return evaluate(series, options, reading -> {
            handedOver.add(reading);
            return forecast(reading);
        });
    }

    static SeriesResult evaluate(Series series, BacktestOptions options, OnlineForecaster forecaster) {
        var evaluator = new Evaluator(series, forecaster, null, options);
        for (int row = 0; row < series.rows(); row++) {
            evaluator.row(row);
        }
        return evaluator.result();
    }

    /// Last value + 1, and an expert that says last value - 10.
    private Forecast forecast(Reading reading) {
        double last = reading.isMissing() ? handedOver.getFirst().value() : reading.value();
        return ScalarForecasts.of(reading.time(), reading.time() + Walks.STEP, last + 1, last, last + 2,
                List.of(new ExpertForecast(ExpertKind.RLS, last - 10, 1)));
    }

    private static Series series(double... values) {
        var series = new Series("s");
        for (double value : values) {
            series.add(Walks.START + series.rows() * Walks.STEP, value);
        }
        return series;
    }

    private static BacktestOptions options(String score, @Nullable String standardise) {
        return BacktestOptions.of(ForecasterOptions.DEFAULT).withReport(Reported.COMBINED)
                .withRows(standardise == null ? null : RowRange.parse(standardise), RowRange.parse(score));
    }

    private static double doubleOf(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }
}
