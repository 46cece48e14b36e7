package io.tidecast.app.backtest;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidecast.app.backtest.BacktestOptions.Reported;
import io.tidecast.model.forecast.Forecast;
import io.tidecast.model.forecast.Forecast.ExpertForecast;
import io.tidecast.model.forecast.Forecast.HorizonForecast;
import io.tidecast.model.forecast.Forecaster;
import io.tidecast.model.forecast.ForecasterOptions;
import io.tidecast.model.forecast.ForecasterOptions.MultiStep;
import io.tidecast.model.forecast.NetworkSettings;
import io.tidecast.model.forecast.Reading;
import io.tidecast.model.forecast.SeriesFields;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No forecast knows its truth or what comes after it; two cheats show that these tests would notice.
class LeakageTest {
    private static final ForecasterOptions OPTIONS = ForecasterOptions.DEFAULT
            .withNetwork(NetworkSettings.DEFAULT.with(NetworkSettings.Kind.LSTM, 8));
    private static final ForecasterOptions TWO_STEPS = OPTIONS.withHorizons(2, MultiStep.DIRECT);
    private static final int ROWS = 3000;
    private static final int CHANGED = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void anotherFutureChangesNoForecastThatWasIssuedBeforeIt(long seed) {
        assertEquals(CHANGED, firstChangedForecast(OPTIONS, LeakageTest::honest, seed));
        assertEquals(CHANGED, firstChangedForecast(TWO_STEPS,
                series -> new RecoveringForecaster(TWO_STEPS), seed));
        assertEquals(CHANGED, firstChangedForecast(TWO_STEPS, series -> new LearntDrift(series, 0), seed));
    }

    @Test
    void anotherFutureUnmasksAForecasterThatPeeksOneRow() {
        assertEquals(CHANGED - 1, firstChangedForecast(OPTIONS, PeekingOneRow::new, 1));
    }

    @Test
    void anotherFutureUnmasksAScalerFittedOnAllRows() {
        assertTrue(firstChangedForecast(OPTIONS, ScaledByAllRows::new, 1) < CHANGED - 1);
    }

    @Test
    void anotherFutureUnmasksAForecasterThatLearnsFromATruthOfTwoStepsAfterOne() {
        assertEquals(CHANGED - 1,
                firstChangedForecast(TWO_STEPS, series -> new LearntDrift(series, 1), 1));
    }

    @Test
    void aRandomWalkUnmasksAForecasterThatLearnsFromATruthOfTwoStepsAfterOne() {
        Series walk = Walks.randomWalk(6, ROWS);
        assertEquals(1.01, twoStepsAhead(walk, 0), 0.02);
        assertTrue(twoStepsAhead(walk, 1) < 0.98);
    }

    @Test
    void theEvaluatorHandsOverARowOnlyWhenItHoldsTheForecastsForIt() {
        Series walk = Walks.randomWalk(3, 50);
        var evaluator = new Evaluator[1];
        var handedOver = new ArrayList<Long>();
        evaluator[0] = new Evaluator(walk, reading -> {
            // The forecast for this row has met its truth: as many are held as rows were handed over before.
            assertEquals(handedOver.size(), evaluator[0].result().forecasts.size());
            handedOver.add(reading.time());
            return new LearntDrift(walk, 0).step(reading);
        }, null, options(OPTIONS));
        for (int row = 0; row < walk.rows(); row++) {
            evaluator[0].row(row);
        }
        assertEquals(walk.rows(), handedOver.size());
    }

    @Test
    void onlyInputsKnownAheadAreHandedOverBeforeTheirTime() {
        var fields = new SeriesFields(List.of("value"), List.of("past"), List.of("planned"), List.of());
        Series series = new Series("s", fields);
        Series other = new Series("s", fields);
        for (int row = 0; row < 20; row++) {
            series.add(row, new double[]{row, 2 * row, 3 * row}, new int[0]);
            other.add(row, row < 10 ? new double[]{row, 2 * row, 3 * row} : new double[]{-1, -2, -3},
                    new int[0]);
        }
        for (int row = 0; row < 10; row++) {
            assertArrayEquals(series.reading(row, 2).values(), other.reading(row, 2).values());
            assertArrayEquals(series.reading(row, 2).inputs(), other.reading(row, 2).inputs());
        }
        assertArrayEquals(new double[][]{{27, 30}}, series.reading(8, 2).ahead());
        assertArrayEquals(new double[][]{{27, -3}}, other.reading(8, 2).ahead());
        assertArrayEquals(new double[][]{{}}, series.reading(19, 2).ahead(), "the series ends here");
    }

    @Test
    void aMissingTruthChangesNoWeight() {
        var forecaster = new RecoveringForecaster(OPTIONS);
        Series rough = Walks.rough(4, 400);
        Forecast before = null;
        int missing = 0;
        long lastTime = Long.MIN_VALUE;
        for (int row = 0; row < rough.rows(); row++) {
            if (rough.time(row) <= lastTime) {
                continue;
            }
            lastTime = rough.time(row);
            Forecast after = forecaster.step(rough.reading(row, 1));
            if (before != null && after != null && Double.isNaN(rough.value(row))) {
                missing++;
                assertEquals(before.updates(), after.updates());
                assertEquals(weights(before), weights(after));
            }
            before = after;
        }
        assertTrue(missing > 3, missing + " values were missing");
    }

    @Test
    void aForecasterThatIsRestoredNowAndThenForecastsTheSameBits() {
        Series rough = Walks.rough(5, 400);
        List<SeriesResult.Held> expected = evaluate(rough, OPTIONS, LeakageTest::honest).forecasts;
        List<SeriesResult.Held> actual = evaluate(rough, OPTIONS, series -> new Restored()).forecasts;
        assertEquals(expected, actual);
    }

    @Test
    void whiteNoiseIsNotForecastBetterThanItsVariance() {
        Series noise = Walks.whiteNoise(5, ROWS);
        double bound = 1 - 3 * Math.sqrt(2.0 / ROWS);
        SeriesResult honest = evaluate(noise, LeakageTest::honest);
        assertAll(() -> assertEquals(2, mse(honest, Evaluator.PERSISTENCE), 0.2),
                () -> assertEquals(1.05, mse(honest, Evaluator.COMBINED), 1.05 - bound),
                () -> assertTrue(mse(honest, "rls") > bound), () -> assertTrue(mse(honest, "rnn") > bound));
        assertTrue(mse(evaluate(noise, PeekingOneRow::new), Evaluator.COMBINED) < bound);
    }

    @Test
    void aRandomWalkIsNotForecastBetterThanByItsLastValue() {
        Series walk = Walks.randomWalk(6, ROWS);
        SeriesResult honest = evaluate(walk, LeakageTest::honest);
        assertAll(() -> assertEquals(1, mse(honest, Evaluator.PERSISTENCE), 0.1),
                () -> assertEquals(1.01, skillRatio(honest, Evaluator.COMBINED), 0.02),
                () -> assertEquals(1.02, skillRatio(honest, "rnn"), 0.03));
        assertTrue(skillRatio(evaluate(walk, PeekingOneRow::new), Evaluator.COMBINED) < 0.98);
    }

    private static OnlineForecaster honest(Series series) {
        assertTrue(series.rows() > 0);
        return new RecoveringForecaster(OPTIONS);
    }

    private static List<Double> weights(Forecast forecast) {
        return forecast.experts().stream().map(ExpertForecast::weight).toList();
    }

    /// The first row at which another forecast is issued when the rows from [#CHANGED] on are others.
    private static int firstChangedForecast(ForecasterOptions options,
            Function<Series, OnlineForecaster> forecasters, long seed) {
        Series series = Walks.randomWalk(seed, CHANGED + 100);
        Series other = Walks.withOtherFuture(series, CHANGED, seed + 1);
        List<SeriesResult.Held> expected = evaluate(series, options, forecasters).forecasts;
        List<SeriesResult.Held> actual = evaluate(other, options, forecasters).forecasts;
        int first = Integer.MAX_VALUE;
        for (int i = 0; i < expected.size(); i++) {
            HorizonForecast a = expected.get(i).forecast();
            HorizonForecast b = actual.get(i).forecast();
            if (a.value() != b.value() || !a.intervals().equals(b.intervals())
                    || !a.experts().equals(b.experts())) {
                first = Math.min(first, (int) ((expected.get(i).issuedAt() - Walks.START) / Walks.STEP));
            }
        }
        return first;
    }

    private static SeriesResult evaluate(Series series, Function<Series, OnlineForecaster> forecasters) {
        return evaluate(series, OPTIONS, forecasters);
    }

    private static SeriesResult evaluate(Series series, ForecasterOptions options,
            Function<Series, OnlineForecaster> forecasters) {
        return EvaluatorTest.evaluate(series, options(options), forecasters.apply(series));
    }

    private static BacktestOptions options(ForecasterOptions forecaster) {
        return BacktestOptions.of(forecaster).withReport(Reported.COMBINED)
                .withRows(null, RowRange.parse("0.1:1.0")).keepingForecasts();
    }

    /// MSE two steps ahead over that of the last value.
    private static double twoStepsAhead(Series series, int early) {
        Scores scores = evaluate(series, TWO_STEPS, one -> new LearntDrift(one, early)).scores(0, 2);
        return mse(scores, Evaluator.COMBINED) / mse(scores, Evaluator.PERSISTENCE);
    }

    private static double skillRatio(SeriesResult result, String model) {
        return mse(result, model) / mse(result, Evaluator.PERSISTENCE);
    }

    private static double mse(SeriesResult result, String model) {
        return mse(result.next(), model);
    }

    private static double mse(Scores scores, String model) {
        Double mse = scores.model(model).errors().mse();
        return mse == null ? Double.NaN : mse;
    }

    /// Saved and restored at every seventh reading.
    private static final class Restored implements OnlineForecaster {
        private Forecaster forecaster = new Forecaster(OPTIONS);

        @Override
        public @Nullable Forecast step(Reading reading) {
            if (forecaster.readings() % 7 == 6) {
                forecaster = Forecaster.load(OPTIONS, forecaster.save());
            }
            return forecaster.step(reading);
        }
    }

    /// Says that what came last in two steps will come again, in part; honestly learnt from the two steps up to the newest reading, or
    /// from those up to a later one.
    private static final class LearntDrift implements OnlineForecaster {
        private final Series series;
        private final int early;
        private int row = -1;

        LearntDrift(Series series, int early) {
            this.series = series;
            this.early = early;
        }

        @Override
        public Forecast step(Reading reading) {
            row++;
            int truth = Math.min(row + early, series.rows() - 1);
            double drift = truth < 2 ? 0 : 0.1 * (series.value(truth) - series.value(truth - 2));
            return ScalarForecasts.ofSteps(reading.time(), Walks.STEP, reading.value(),
                    reading.value() + drift);
        }
    }

    /// Mixes a tenth of the truth into its forecast.
    private static final class PeekingOneRow implements OnlineForecaster {
        private final Series series;
        private final OnlineForecaster honest = new RecoveringForecaster(OPTIONS);
        private int row;

        PeekingOneRow(Series series) {
            this.series = series;
        }

        @Override
        public @Nullable Forecast step(Reading reading) {
            Forecast forecast = honest.step(reading);
            int next = ++row;
            return forecast == null || next == series.rows()
                    ? forecast
                    : ScalarForecasts.mapped(forecast, value -> 0.9 * value + 0.1 * series.value(next));
        }
    }

    /// Scales readings by mean and deviation of the whole series.
    private static final class ScaledByAllRows implements OnlineForecaster {
        private final OnlineForecaster honest = new RecoveringForecaster(OPTIONS);
        private double mean;
        private final double deviation;

        ScaledByAllRows(Series series) {
            for (int row = 0; row < series.rows(); row++) {
                mean += series.value(row) / series.rows();
            }
            double squares = 0;
            for (int row = 0; row < series.rows(); row++) {
                squares += Math.pow(series.value(row) - mean, 2);
            }
            deviation = Math.sqrt(squares / series.rows());
        }

        @Override
        public @Nullable Forecast step(Reading reading) {
            Forecast forecast = honest
                    .step(new Reading(reading.time(), (reading.value() - mean) / deviation));
            return forecast == null
                    ? null
                    : ScalarForecasts.mapped(forecast, value -> value * deviation + mean);
        }
    }
}
