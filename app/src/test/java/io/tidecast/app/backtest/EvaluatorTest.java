package io.tidecast.app.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.backtest.BacktestOptions.Reported;
import io.tidecast.model.forecast.ExpertKind;
import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecast.ExpertForecast;
import io.tidecast.model.forecast.Forecast.Interval;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
